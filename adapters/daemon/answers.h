#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// Gathers the answers of several calls, in any order, for one thread that waits.
class Answers {
 public:
  explicit Answers(std::size_t calls) : lines_(calls), left_(calls) {}

  Ledger::Done done(std::size_t index) {
    return [this, index](std::span<const Outcome> lines) {
      const std::lock_guard lock(mutex_);
      lines_[index].assign(lines.begin(), lines.end());
      if (--left_ == 0) changed_.notify_all();
    };
  }
  Ledger::Failed failed() {
    return [this](const Failure& failure) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = failure;
      if (--left_ == 0) changed_.notify_all();
    };
  }
  // As if so many more had been answered.
  void leave_out(std::size_t calls) {
    const std::lock_guard lock(mutex_);
    left_ -= calls;
    if (left_ == 0) changed_.notify_all();
  }

  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return left_ == 0; });
  }
  const std::vector<Outcome>& lines(std::size_t index) const { return lines_[index]; }
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::vector<Outcome>> lines_;
  std::size_t left_;
  std::optional<Failure> failure_;
};

// The copies of a record for the whole ledger: each lets time pass in its partition, the one in
// partition 0 answers.
struct Everywhere {
  std::mutex mutex;
  std::size_t left = kPartitionCount - 1;
  bool failed = false;
  std::vector<Outcome> lines;

  void gather(std::span<const Outcome> some, PartitionId partition) {
    for (const Outcome& line : some) {
      if (line.by_time || partition == 0) lines.push_back(line);
    }
  }
};

}  // namespace nemo
