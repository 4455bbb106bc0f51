#include "adapters/cli/amount.h"

#include <algorithm>

namespace nemo {
namespace {

std::string digits_of(WideUnsigned value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

// Right for the least value too, whose positive is not a Wide.
WideUnsigned magnitude(Wide value) {
  const auto bits = static_cast<WideUnsigned>(value);
  return value < 0 ? WideUnsigned{0} - bits : bits;
}

}  // namespace

std::string format_amount(Wide nano) {
  constexpr std::size_t kDecimals = 9;
  std::string digits = digits_of(magnitude(nano));
  if (digits.size() <= kDecimals) digits.insert(0, kDecimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - kDecimals, 1, '.');
  return nano < 0 ? "-" + digits : digits;
}

std::string format_integer(Wide value) {
  const std::string digits = digits_of(magnitude(value));
  return value < 0 ? "-" + digits : digits;
}

std::string format_count(Wide value) {
  std::string digits = digits_of(magnitude(value));
  for (std::size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return value < 0 ? "-" + digits : digits;
}

std::string format_share(Wide part, Wide whole) {
  if (whole == 0) return "-";
  const Wide tenths = part * 1000 / whole;
  const std::string sign = tenths < 0 ? "-" : "";
  const WideUnsigned size = magnitude(tenths);
  return sign + digits_of(size / 10) + "." + digits_of(size % 10) + " %";
}

}  // namespace nemo
