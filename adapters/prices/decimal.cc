#include "adapters/prices/decimal.h"

#include <algorithm>
#include <charconv>

namespace nemo {
namespace {

constexpr std::int64_t kUnitDecimals = 18;
// 64 bits of units times the largest `per` stay far below 10^31, which Wide holds.
constexpr std::int64_t kMostDigits = 31;
// Beyond this the number is neither exact in our units nor holdable; it keeps sums from wrapping.
constexpr std::int64_t kFarExponent = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - rest.begin());
  const std::string_view taken = rest.substr(0, count);
  rest.remove_prefix(count);
  return taken;
}

bool take(std::string_view& rest, std::string_view any_of) {
  if (rest.empty() || any_of.find(rest[0]) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

// Reads "e-06" off the front; 0 without one, nothing for an "e" without digits.
std::optional<std::int64_t> take_exponent(std::string_view& rest) {
  if (!take(rest, "eE")) return 0;
  const bool negative = !rest.empty() && rest[0] == '-';
  take(rest, "+-");
  const std::string_view digits = take_digits(rest);
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc() || value > kFarExponent) value = kFarExponent;
  return negative ? -value : value;
}

void strip_zeros(Decimal& number) {
  const std::size_t last = number.digits.find_last_not_of('0');
  if (last == std::string::npos) {
    number = {};
    return;
  }
  number.exponent += static_cast<std::int64_t>(number.digits.size() - last - 1);
  number.digits.resize(last + 1);
  number.digits.erase(0, number.digits.find_first_not_of('0'));
}

Wide with_zeros(const std::string& digits, std::int64_t zeros) {
  Wide value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  for (std::int64_t i = 0; i < zeros; ++i) value *= 10;
  return value;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  number.negative = take(text, "-");
  const std::string_view whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  const bool has_point = take(text, ".");
  const std::string_view fraction = has_point ? take_digits(text) : std::string_view();
  if (has_point && fraction.empty()) return std::nullopt;
  const std::optional<std::int64_t> exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;
  number.digits.append(whole).append(fraction);
  number.exponent = *exponent - static_cast<std::int64_t>(fraction.size());
  strip_zeros(number);
  return number;
}

std::optional<std::int64_t> whole_number(const Decimal& number) {
  constexpr std::int64_t kMostCountDigits = 12;
  if (number.is_zero()) return 0;
  const auto digits = static_cast<std::int64_t>(number.digits.size());
  if (number.negative || number.exponent < 0) return std::nullopt;
  if (digits + number.exponent > kMostCountDigits) return std::nullopt;
  return narrow(with_zeros(number.digits, number.exponent));
}

Scaled scale_to_e18(const Decimal& number, std::int64_t per) {
  if (number.is_zero()) return {ScaleResult::kExact, 0};
  const std::int64_t shift = number.exponent + kUnitDecimals;
  // The last digit is not 0, so no digits below the unit can be made up by dividing.
  if (shift < 0) return {ScaleResult::kTooFine, 0};
  if (static_cast<std::int64_t>(number.digits.size()) + shift > kMostDigits) {
    return {ScaleResult::kTooBig, 0};
  }
  const Wide units = with_zeros(number.digits, shift);
  if (units % per != 0) return {ScaleResult::kTooFine, 0};
  const std::optional<std::int64_t> value = narrow(units / per);
  if (!value) return {ScaleResult::kTooBig, 0};
  return {ScaleResult::kExact, *value};
}

std::string format_decimal(Wide value, int decimals) {
  const bool negative = value < 0;
  WideUnsigned rest = negative ? WideUnsigned{0} - static_cast<WideUnsigned>(value)
                               : static_cast<WideUnsigned>(value);
  std::string reversed;
  for (int place = 0; rest != 0 || place <= decimals; ++place) {
    const char digit = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    if (place < decimals && reversed.empty() && digit == '0') continue;
    if (place == decimals && !reversed.empty()) reversed.push_back('.');
    reversed.push_back(digit);
  }
  if (negative) reversed.push_back('-');
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace nemo
