#include "events/values/time.h"

#include <array>

namespace nemo {
namespace {

struct CivilDate {
  std::int64_t year;
  int month;
  int day;
};

// Proleptic Gregorian calendar, by eras of 400 years that start on 1 March.
std::int64_t days_from_civil(CivilDate date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const int month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t day_of_era = shifted - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int days_in_month(std::int64_t year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Reads characters off the front of a text; any mismatch makes it fail for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') return fail();
      value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  // One of the characters of `allowed`, or failure.
  char one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_[0]) == std::string_view::npos) {
      fail();
      return '\0';
    }
    const char found = rest_[0];
    rest_.remove_prefix(1);
    return found;
  }

  bool next_is(char c) const { return !rest_.empty() && rest_[0] == c; }
  bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  bool done() const { return !failed_ && rest_.empty(); }
  bool failed() const { return failed_; }

 private:
  int fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

int read_milliseconds(Reader& in) {
  if (!in.next_is('.')) return 0;
  in.one_of(".");
  int milliseconds = in.digits(1) * 100;
  int weight = 10;
  while (in.next_is_digit()) {
    const int digit = in.digits(1);
    milliseconds += digit * weight;
    weight /= 10;
  }
  return milliseconds;
}

// Minutes east of UTC, or 24 hours and more for a zone that cannot be.
int read_zone_minutes(Reader& in) {
  const char sign = in.one_of("Zz+-");
  if (sign == 'Z' || sign == 'z') return 0;
  const int hours = in.digits(2);
  in.one_of(":");
  const int minutes = in.digits(2);
  if (hours > 23 || minutes > 59) return 1'440;
  return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::optional<TimeMs> parse_rfc3339(std::string_view text) {
  Reader in(text);
  const CivilDate date = [&in] {
    CivilDate read{};
    read.year = in.digits(4);
    in.one_of("-");
    read.month = in.digits(2);
    in.one_of("-");
    read.day = in.digits(2);
    return read;
  }();
  in.one_of("Tt");
  const int hour = in.digits(2);
  in.one_of(":");
  const int minute = in.digits(2);
  in.one_of(":");
  const std::int64_t second = in.digits(2);
  const int milliseconds = read_milliseconds(in);
  const int zone_minutes = read_zone_minutes(in);
  if (!in.done()) return std::nullopt;
  if (date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  if (date.day > days_in_month(date.year, date.month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59 || zone_minutes >= 1'440) return std::nullopt;
  const std::int64_t minutes = hour * 60 + minute - zone_minutes;
  const TimeMs time{days_from_civil(date) * kMsPerDay + minutes * kMsPerMinute + second * 1'000 +
                    milliseconds};
  // A zone can move an instant over either end.
  if (time < kFirstTime || time > kLastTime) return std::nullopt;
  return time;
}

std::string format_rfc3339(TimeMs time) {
  const std::int64_t days = day_of(time);
  // Not from the day's beginning: the first day of all begins before 64 bits do.
  const std::int64_t rest = (time.value % kMsPerDay + kMsPerDay) % kMsPerDay;
  const CivilDate date = civil_from_days(days);
  std::string year = std::to_string(date.year < 0 ? -date.year : date.year);
  if (year.size() < 4) year.insert(0, 4 - year.size(), '0');
  std::string text = (date.year < 0 ? "-" : "") + year;
  const auto append = [&text](char before, std::int64_t value, int width) {
    text.push_back(before);
    for (std::int64_t scale = width == 3 ? 100 : 10; scale > 0; scale /= 10) {
      text.push_back(static_cast<char>('0' + value / scale % 10));
    }
  };
  append('-', date.month, 2);
  append('-', date.day, 2);
  append('T', rest / 3'600'000, 2);
  append(':', rest / kMsPerMinute % 60, 2);
  append(':', rest / 1'000 % 60, 2);
  append('.', rest % 1'000, 3);
  text.push_back('Z');
  return text;
}

TimeMs window_start(Period period, TimeMs time) {
  const std::int64_t day = day_of(time);
  switch (period) {
    case Period::kDaily:
      return {day * kMsPerDay};
    case Period::kWeekly: {
      // 1970-01-01 was a Thursday: day 4 was the first Monday.
      const std::int64_t since_monday = ((day - 4) % 7 + 7) % 7;
      return {(day - since_monday) * kMsPerDay};
    }
    case Period::kMonthly: {
      CivilDate date = civil_from_days(day);
      date.day = 1;
      return {days_from_civil(date) * kMsPerDay};
    }
    case Period::kTotal:
    case Period::kUnset:
      return {0};
  }
  return {0};
}

std::optional<TimeMs> window_end(Period period, TimeMs time) {
  const TimeMs start = window_start(period, time);
  switch (period) {
    case Period::kDaily:
      return TimeMs{start.value + kMsPerDay};
    case Period::kWeekly:
      return TimeMs{start.value + 7 * kMsPerDay};
    case Period::kMonthly: {
      CivilDate date = civil_from_days(day_of(start));
      date.year += date.month == 12 ? 1 : 0;
      date.month = date.month == 12 ? 1 : date.month + 1;
      return TimeMs{days_from_civil(date) * kMsPerDay};
    }
    case Period::kTotal:
    case Period::kUnset:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace nemo
