#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// Gathers inputs of many callers into batches: whoever comes while a batch is on its way to the
// disk goes with the next. A waiting caller leads a batch on its own thread, so that a lone caller
// pays for no hand-over; a thread of its own leads for those that do not wait.
// Thread rule: any thread.
class GroupCommit {
 public:
  using Decide = std::function<void(std::vector<LedgerInput>&, const Ledger::Answer&)>;
  using Done = std::function<void(std::span<const Outcome>)>;

  GroupCommit(Decide decide, std::size_t batch_records);
  // Decides what was submitted first.
  ~GroupCommit();

  // Returns once decided, `done` having been called. Throws Failure.
  void call(LedgerInput input, const Done& done);
  // `done` is called from another thread. After a failure it is never called.
  void submit(LedgerInput input, Done done);
  // Runs alone, between batches.
  void alone(const std::function<void()>& work);

 private:
  struct Job {
    LedgerInput input;
    Done done;
    bool* finished = nullptr;
  };

  void lead(std::unique_lock<std::mutex>& lock);
  void follow();

  Decide decide_;
  std::size_t batch_records_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable worker_;
  std::vector<Job> queue_;
  std::vector<Job> batch_;
  std::vector<LedgerInput> inputs_;
  bool leading_ = false;
  bool stop_ = false;
  std::optional<Failure> failure_;
  std::thread thread_;
};

}  // namespace nemo
