#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "events/log/clock.h"

namespace nemo::sim {

// What is to happen, by simulated time; at one time, in the order it was asked for.
class Schedule {
 public:
  void after(std::int64_t delay_ms, std::function<void()> work) {
    work_.emplace(std::pair(now_ms_ + delay_ms, ++count_), std::move(work));
  }
  // Does the next thing; false if there is none.
  bool next() {
    if (work_.empty()) return false;
    auto first = work_.extract(work_.begin());
    now_ms_ = first.key().first;
    first.mapped()();
    return true;
  }
  std::int64_t now_ms() const { return now_ms_; }

 private:
  std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> work_;
  std::uint64_t count_ = 0;
  std::int64_t now_ms_ = 0;
};

// The clock of the log's machine: it can be set wrong.
class SimClock : public Clock {
 public:
  explicit SimClock(const Schedule& schedule) : schedule_(schedule) {}

  TimeMs wall() override { return {kStartMs + schedule_.now_ms() + wrong_by_ms_}; }
  std::int64_t steady_ms() override { return schedule_.now_ms(); }
  void set_wrong_by(std::int64_t ms) { wrong_by_ms_ = ms; }

  static constexpr std::int64_t kStartMs = 1'767'222'000'000;  // 2025-12-31T23:00:00Z

 private:
  const Schedule& schedule_;
  std::int64_t wrong_by_ms_ = 0;
};

}  // namespace nemo::sim
