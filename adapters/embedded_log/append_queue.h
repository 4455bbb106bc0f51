#pragma once

#include <condition_variable>
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
  enum class Turn : std::uint8_t { kWaits, kLeads, kDone };
  Turn turn = Turn::kWaits;
  std::condition_variable wake;
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
  Group take_group();

  std::function<void(const Group&)> commit_;
  std::mutex mutex_;
  std::deque<Append*> waiting_;
  bool busy_ = false;
};

}  // namespace nemo::embedded_log
