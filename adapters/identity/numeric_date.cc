#include "adapters/identity/numeric_date.h"

#include <cstdint>

namespace nemo::identity {
namespace {

// Up to nine digits behind the point.
std::optional<std::int64_t> ms_of_fraction(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') return std::nullopt;
    if (i < 3) ms = ms * 10 + (digits[i] - '0');
  }
  for (std::size_t i = digits.size(); i < 3; ++i) ms *= 10;
  return ms;
}

}  // namespace

std::optional<TimeMs> parse_numeric_date(std::string_view number) {
  const std::string_view seconds_text = number.substr(0, number.find('.'));
  if (seconds_text.empty() || seconds_text.size() > 12) return std::nullopt;
  std::int64_t ms = 0;
  for (const char digit : seconds_text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    ms = ms * 10 + (digit - '0') * 1'000;
  }
  if (seconds_text.size() < number.size()) {
    const auto fraction = ms_of_fraction(number.substr(seconds_text.size() + 1));
    if (!fraction) return std::nullopt;
    ms += *fraction;
  }
  if (ms > kLastTime.value) return std::nullopt;
  return TimeMs{ms};
}

}  // namespace nemo::identity
