#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>

namespace nemo {

// How far a long work has come, in bytes. What `report` throws ends the work. Thread rule: any
// thread; `report` is called from one at a time.
class BytesDone {
 public:
  using Report = std::function<void(std::uint64_t done, std::uint64_t whole)>;
  explicit BytesDone(Report report) : report_(std::move(report)) {}

  // More to do.
  void expect(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    whole_ += bytes;
  }
  void add(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    done_ = std::min(done_ + bytes, whole_);
    if (report_) report_(done_, whole_);
  }

 private:
  Report report_;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::uint64_t whole_ = 0;
};

}  // namespace nemo
