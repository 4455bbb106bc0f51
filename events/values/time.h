#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nemo {

// Milliseconds since 1970-01-01T00:00:00Z, in UTC, without leap seconds.
struct TimeMs {
  std::int64_t value = 0;

  auto operator<=>(const TimeMs&) const = default;
};

// The instants that RFC 3339 can say: the years 0000 to 9999.
inline constexpr TimeMs kFirstTime{-62'167'219'200'000};
inline constexpr TimeMs kLastTime{253'402'300'799'999};

inline constexpr std::int64_t kMsPerMinute = 60'000;
inline constexpr std::int64_t kMsPerDay = 86'400'000;

// RFC 3339 with any zone; digits beyond the millisecond are cut off. Nothing for anything else,
// and for an instant outside the years 0000 to 9999.
std::optional<TimeMs> parse_rfc3339(std::string_view text);

// "2026-01-02T03:04:05.678Z", always three decimals. Outside the years 0 to 9999 the year has as
// many digits (and the sign) it needs.
std::string format_rfc3339(TimeMs time);

enum class Period : std::uint8_t { kUnset = 0, kDaily = 1, kWeekly = 2, kMonthly = 3, kTotal = 4 };

// The start of the window that holds `time`, in UTC: midnight, Monday, the first of the month;
// TOTAL has one window, which starts at TimeMs{0}.
TimeMs window_start(Period period, TimeMs time);

// The first instant after the window that holds `time`; nothing for TOTAL.
std::optional<TimeMs> window_end(Period period, TimeMs time);

// floor(time / 60 s): the minute that rate limits count in.
constexpr std::int64_t minute_of(TimeMs time) {
  std::int64_t minute = time.value / kMsPerMinute;
  return time.value % kMsPerMinute < 0 ? minute - 1 : minute;
}

constexpr std::int64_t day_of(TimeMs time) {
  std::int64_t day = time.value / kMsPerDay;
  return time.value % kMsPerDay < 0 ? day - 1 : day;
}

}  // namespace nemo
