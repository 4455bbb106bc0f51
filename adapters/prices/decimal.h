#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/integer.h"

namespace nemo {

// A decimal number as it was written: digits x 10^exponent, exact, of any length. Zero has no
// digits; other numbers start and end with a digit that is not 0.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;

  bool is_zero() const { return digits.empty(); }
  bool operator==(const Decimal&) const = default;
};

// Reads `-?digits[.digits][e[+-]digits]`; nothing for any other text.
std::optional<Decimal> parse_decimal(std::string_view text);

// The number if it is whole, not negative and of at most 12 digits (a count of tokens).
std::optional<std::int64_t> whole_number(const Decimal& number);

enum class ScaleResult : std::uint8_t { kExact, kTooFine, kTooBig };

struct Scaled {
  ScaleResult result{};
  std::int64_t value = 0;  // where kExact
};

// |number| / per in units of 1e-18. kTooFine: not a whole number of units; kTooBig: more than 64
// bits hold. per >= 1.
Scaled scale_to_e18(const Decimal& number, std::int64_t per);

// value x 10^-decimals as plain decimal text, exact, without zeros at the end: (25, 7) is
// "0.0000025". decimals >= 0.
std::string format_decimal(Wide value, int decimals);

}  // namespace nemo
