#include "adapters/daemon/group_commit.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/daemon/steady_clock.h"

namespace nemo {

GroupCommit::GroupCommit(Decide decide, std::size_t batch_records)
    : decide_(std::move(decide)), batch_records_(batch_records), thread_([this] { follow(); }) {}

GroupCommit::~GroupCommit() { stop(); }

void GroupCommit::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  worker_.notify_all();
  thread_.join();
}

void GroupCommit::call(LedgerInput input, const Done& done) {
  std::unique_lock lock(mutex_);
  bool finished = false;
  queue_.push_back({std::move(input), done, {}, &finished, steady_us()});
  while (!finished) {
    if (failure_) throw *failure_;
    if (leading_) {
      changed_.wait(lock);
    } else {
      lead(lock);
    }
  }
}

void GroupCommit::submit(LedgerInput input, Done done, Failed failed) {
  const std::lock_guard lock(mutex_);
  if (failure_) throw *failure_;
  queue_.push_back({std::move(input), std::move(done), std::move(failed), nullptr, steady_us()});
  if (!leading_) worker_.notify_one();
}

void GroupCommit::alone(const std::function<void()>& work) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !leading_; });
  if (failure_) throw *failure_;
  leading_ = true;
  lock.unlock();
  std::exception_ptr thrown;
  try {
    work();
  } catch (...) {
    thrown = std::current_exception();
  }
  lock.lock();
  leading_ = false;
  changed_.notify_all();
  worker_.notify_one();
  if (thrown) std::rethrow_exception(thrown);
}

// Requires the lock.
void GroupCommit::take_batch() {
  batch_.clear();
  if (queue_.size() <= batch_records_) return std::swap(batch_, queue_);
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(batch_records_);
  batch_.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
}

// Requires the lock and that nobody leads; lets go of the lock meanwhile.
void GroupCommit::lead(std::unique_lock<std::mutex>& lock) {
  leading_ = true;
  take_batch();
  lock.unlock();
  inputs_.clear();
  for (Job& job : batch_) inputs_.push_back(std::move(job.input));
  std::optional<Failure> failure;
  try {
    decide_(inputs_, [this](std::size_t index, std::span<const Outcome> lines) {
      if (batch_[index].done) batch_[index].done(lines);
      batch_[index].failed = {};
    });
  } catch (const Failure& caught) {
    failure = caught;
  }
  lock.lock();
  if (failure) {
    failure_ = failure;
    fail_submitted(lock);
  } else {
    count_answered();
  }
  for (const Job& job : batch_) {
    if (job.finished != nullptr && !failure) *job.finished = true;
  }
  leading_ = false;
  changed_.notify_all();
  if (!queue_.empty()) worker_.notify_one();
}

void GroupCommit::count_answered() {
  const std::int64_t now = steady_us();
  for (const Job& job : batch_) {
    round_trips_us_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, now - job.sent_us)));
  }
}

void GroupCommit::add_to(NodeStanding& standing) {
  const std::lock_guard lock(mutex_);
  standing.round_trips_us = round_trips_us_;
  standing.calls_failed = failed_;
  standing.calls_waiting = queue_.size() + (leading_ ? batch_.size() : 0);
}

std::optional<Failure> GroupCommit::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

// Of the batch that failed, those not answered; and those behind it. Lets go of the lock meanwhile;
// nothing comes behind them any more.
void GroupCommit::fail_submitted(std::unique_lock<std::mutex>& lock) {
  std::vector<Failed> told;
  for (std::vector<Job>* jobs : {&batch_, &queue_}) {
    for (Job& job : *jobs) {
      if (job.failed || job.finished != nullptr) ++failed_;
      told.push_back(std::exchange(job.failed, {}));
    }
  }
  const Failure failure = *failure_;
  lock.unlock();
  for (const Failed& failed : told) {
    if (failed) failed(failure);
  }
  lock.lock();
}

void GroupCommit::follow() {
  std::unique_lock lock(mutex_);
  for (;;) {
    worker_.wait(lock, [this] {
      return (stop_ && (queue_.empty() || failure_)) || (!leading_ && !queue_.empty() && !failure_);
    });
    if (queue_.empty() || failure_) return;
    lead(lock);
  }
}

}  // namespace nemo
