#include "adapters/embedded_log/live_time.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "events/log/log_port.h"

namespace nemo::embedded_log {
namespace {

LogFailure clock_failure(const std::string& what) {
  return {LogFailure::Kind::kClock,
          "nothing appended: " + what +
              "; set the clock right (is time synchronization running?), then start again"};
}

}  // namespace

LiveTime::LiveTime(Clock& clock, TimeMs last)
    : clock_(clock),
      last_(last),
      wall_at_start_(clock.wall()),
      steady_at_start_(clock.steady_ms()) {}

TimeMs LiveTime::now() const {
  const TimeMs wall = clock_.wall();
  const TimeMs expected{wall_at_start_.value + (clock_.steady_ms() - steady_at_start_)};
  if (std::abs(wall.value - expected.value) > kClockLeapMs) {
    throw clock_failure("the clock leapt: it says " + format_rfc3339(wall) + ", but " +
                        format_rfc3339(expected) + " was expected");
  }
  if (wall.value + kClockLeapMs < last_.value) {
    throw clock_failure("the clock is behind the log: it says " + format_rfc3339(wall) +
                        ", but the last record was appended at " + format_rfc3339(last_));
  }
  return std::max(wall, last_);
}

void LiveTime::follow(TimeMs time) { last_ = std::max(last_, time); }

}  // namespace nemo::embedded_log
