#pragma once

#include "events/log/clock.h"

namespace nemo::embedded_log {

inline constexpr std::int64_t kClockLeapMs = 5 * kMsPerMinute;

// Gives live records their append time: the wall clock, never going back. A wall clock that leaps
// against the steady one, or stands more than kClockLeapMs before the last append time, is refused.
// Thread rule: one thread at a time.
class LiveTime {
 public:
  LiveTime(Clock& clock, TimeMs last);

  // Throws LogFailure kClock.
  TimeMs now() const;

  // `time` was appended.
  void follow(TimeMs time);

 private:
  Clock& clock_;
  TimeMs last_;
  TimeMs wall_at_start_;
  std::int64_t steady_at_start_;
};

}  // namespace nemo::embedded_log
