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
  using Done = Ledger::Done;
  using Failed = Ledger::Failed;

  GroupCommit(Decide decide, std::size_t batch_records);
  // Decides what was submitted first.
  ~GroupCommit();

  // Returns once decided, `done` having been called. Throws Failure.
  void call(LedgerInput input, const Done& done);
  // `done` or `failed` is called from another thread. Throws Failure once one has come.
  void submit(LedgerInput input, Done done, Failed failed = {});
  // Runs alone, between batches.
  void alone(const std::function<void()>& work);
  // Decides what was submitted; nothing may be asked any more.
  void stop();
  // Calls answered, failed and waiting.
  void add_to(NodeStanding& standing);
  // What ended it; nothing so far.
  std::optional<Failure> failure();

 private:
  struct Job {
    LedgerInput input;
    Done done;
    Failed failed = {};
    bool* finished = nullptr;
    std::int64_t sent_us = 0;  // by the steady clock
  };

  void take_batch();
  void lead(std::unique_lock<std::mutex>& lock);
  void follow();
  void count_answered();
  void fail_submitted(std::unique_lock<std::mutex>& lock);

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
  Histogram round_trips_us_;
  std::uint64_t failed_ = 0;
  std::thread thread_;
};

}  // namespace nemo
