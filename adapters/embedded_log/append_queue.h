#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "events/log/log_port.h"

namespace nemo::embedded_log {

// One caller's append, while it waits.
struct Append {
  explicit Append(const std::vector<NewRecord>& new_records) : records(new_records) {}

  const std::vector<NewRecord>& records;
  std::vector<LogPosition> positions;
  std::optional<LogFailure> failure;

 private:
  friend class AppendQueue;
  enum class Turn : int { kWaits, kLeads, kDone };
  // Set for the waiting caller by the thread that commits; after kDone the append may be gone.
  void give(Turn given) {
    turn_.store(given, std::memory_order_release);
    turn_.notify_one();
  }
  std::atomic<Turn> turn_ = Turn::kWaits;
};

// Group commit. The caller that finds nobody writing writes on its own thread; those that come
// meanwhile form the next group, which the first of them writes. Thread rule: any thread.
class AppendQueue {
 public:
  using Group = std::vector<Append*>;

  // `commit` is called by one thread at a time and fills positions or failure; it does not throw.
  explicit AppendQueue(std::function<void(const Group&)> commit) : commit_(std::move(commit)) {}

  // Returns when the append is committed.
  void run(Append& append);

 private:
  // Waits for a turn: true when this caller writes the next group, false when it is committed.
  bool leads(Append& append);
  Group take_group();

  std::function<void(const Group&)> commit_;
  std::mutex mutex_;
  std::deque<Append*> waiting_;
  bool busy_ = false;
};

}  // namespace nemo::embedded_log
