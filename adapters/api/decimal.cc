#include "adapters/api/decimal.h"

#include <algorithm>
#include <limits>

#include "events/wire/json_text.h"

namespace nemo::api {
namespace {

constexpr std::size_t kDecimals = 9;
constexpr std::int64_t kUnit = 1'000'000'000;

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<Nano> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view part = "0";
  if (point != std::string_view::npos) part = text.substr(point + 1);
  if (!is_digits(whole) || !is_digits(part) || part.size() > kDecimals) return std::nullopt;
  if (whole.size() > 1 && whole.front() == '0') return std::nullopt;
  if (whole.size() > 10) return std::nullopt;  // no such amount fits 64 bits
  std::string digits(whole);
  digits.append(part).append(kDecimals - part.size(), '0');
  Wide value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  if (negative) value = -value;
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return Nano{static_cast<std::int64_t>(value)};
}

void append_decimal(Wide nano, std::string& out) {
  const bool negative = nano < 0;
  const Wide whole = negative ? -(nano / kUnit) : nano / kUnit;
  auto part = static_cast<std::int64_t>(negative ? -(nano % kUnit) : nano % kUnit);
  out.push_back('"');
  if (negative) out.push_back('-');
  // A sum of many amounts may be wider than 64 bits; its units never are.
  wire::append_digits(static_cast<std::int64_t>(whole), out);
  if (part != 0) {
    char digits[kDecimals];
    for (std::size_t i = kDecimals; i > 0; --i, part /= 10) {
      digits[i - 1] = static_cast<char>('0' + part % 10);
    }
    const std::string_view text(digits, kDecimals);
    out.push_back('.');
    out.append(text.substr(0, text.find_last_not_of('0') + 1));
  }
  out.push_back('"');
}

}  // namespace nemo::api
