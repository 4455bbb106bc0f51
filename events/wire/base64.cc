#include "events/wire/base64.h"

#include <array>
#include <cstdint>

namespace nemo::wire {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> kDigitValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<std::uint8_t>(kDigits[i])] = static_cast<std::uint8_t>(i);
  }
  values['-'] = 62;
  values['_'] = 63;
  return values;
}();

// Without its padding; false if there is some but not as much as there should be.
bool strip_padding(std::string_view& text) {
  const std::size_t whole = text.size();
  while (!text.empty() && whole - text.size() < 2 && text.back() == '=') text.remove_suffix(1);
  return whole == text.size() || whole % 4 == 0;
}

}  // namespace

void append_base64(std::string_view bytes, std::string& out) {
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < group.size() ? static_cast<std::uint8_t>(group[i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out.push_back(i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=');
    }
  }
}

bool parse_base64(std::string_view text, std::string& out) {
  out.clear();
  if (!strip_padding(text) || text.size() % 4 == 1) return false;
  const bool standard = text.find_first_of("+/") != std::string_view::npos;
  if (standard && text.find_first_of("-_") != std::string_view::npos) return false;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::uint8_t value = kDigitValues[static_cast<std::uint8_t>(c)];
    if (value == kNoDigit) return false;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count & 0xff));
  }
  return (bits & ((1u << count) - 1)) == 0;
}

}  // namespace nemo::wire
