#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "events/values/time.h"

namespace nemo {

// Where the windows that hold a time start, for every period; the same all day (UTC).
struct WindowStarts {
  std::int64_t day = INT64_MIN;
  std::array<TimeMs, 5> starts;

  TimeMs start(Period period) const { return starts[static_cast<std::size_t>(period)]; }
};

// Remembers the day asked for last: calendars are slow, and days are long.
class WindowMemo {
 public:
  const WindowStarts& at(TimeMs time) {
    const std::int64_t day = day_of(time);
    if (day != last_.day) {
      last_.day = day;
      for (const Period period :
           {Period::kDaily, Period::kWeekly, Period::kMonthly, Period::kTotal}) {
        last_.starts[static_cast<std::size_t>(period)] = window_start(period, time);
      }
    }
    return last_;
  }

 private:
  WindowStarts last_;
};

}  // namespace nemo
