#include "adapters/stripe/signature_header.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace nemo::stripe {
namespace {

// Python reads no longer number, however many of its digits are leading zeros.
constexpr std::size_t kDigitsMax = 4'300;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

struct Item {
  std::string_view key;
  std::string_view value;
};

// Takes the first item off `rest`; nothing if it has not exactly one `=`.
std::optional<Item> next_item(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(','), rest.size());
  const std::string_view text = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  const std::size_t sign = text.find('=');
  if (sign == text.npos || text.find('=', sign + 1) != text.npos) return std::nullopt;
  return Item{text.substr(0, sign), text.substr(sign + 1)};
}

// Digits behind at most one sign, within 64 bits.
std::optional<std::int64_t> number_of(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  if (text.size() - sign > kDigitsMax) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

SignatureResult parse_signature_header(std::string_view header, SignatureHeader& parsed) {
  if (header.empty()) return SignatureResult::kNoHeader;
  if (!is_ascii(header)) return SignatureResult::kWrongHeader;
  std::size_t timestamps = 0;
  const std::size_t items = 1 + std::count(header.begin(), header.end(), ',');
  for (std::size_t i = 0; i < items; ++i) {
    const std::optional<Item> item = next_item(header);
    if (!item) return SignatureResult::kWrongHeader;
    if (item->key == "t") {
      if (++timestamps > 1) continue;
      const std::optional<std::int64_t> number = number_of(item->value);
      if (!number) return SignatureResult::kWrongHeader;
      parsed.timestamp_s = *number;
    } else if (item->key == "v1") {
      if (item->value.empty()) return SignatureResult::kWrongHeader;
      parsed.v1.push_back(item->value);
    }
  }
  if (timestamps == 0) return SignatureResult::kNoTimestamp;
  if (timestamps > 1) return SignatureResult::kRepeatedTimestamp;
  return parsed.v1.empty() ? SignatureResult::kNoSignature : SignatureResult::kAccepted;
}

}  // namespace nemo::stripe
