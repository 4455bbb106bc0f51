#include "events/wire/json_text.h"

#include <algorithm>
#include <array>

namespace nemo::wire {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr std::array<bool, 256> kNeedsEscape = [] {
  std::array<bool, 256> needs{};
  for (std::size_t c = 0; c < 0x20; ++c) needs[c] = true;
  needs['"'] = needs['\\'] = true;
  return needs;
}();

bool needs_escape(char c) { return kNeedsEscape[static_cast<std::uint8_t>(c)]; }

void append_escape(char c, std::string& out) {
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const std::size_t place = kShort.find(c);
  out.push_back('\\');
  if (place != std::string_view::npos) {
    out.push_back(kLetters[place]);
    return;
  }
  out.append("u00");
  out.push_back(kHexDigits[static_cast<std::uint8_t>(c) >> 4]);
  out.push_back(kHexDigits[static_cast<std::uint8_t>(c) & 15]);
}

}  // namespace

void append_json_text(std::string_view text, std::string& out) {
  out.push_back('"');
  for (;;) {
    const auto plain_end = std::find_if(text.begin(), text.end(), needs_escape);
    const auto plain = static_cast<std::size_t>(plain_end - text.begin());
    out.append(text.substr(0, plain));
    if (plain == text.size()) break;
    append_escape(text[plain], out);
    text.remove_prefix(plain + 1);
  }
  out.push_back('"');
}

void append_digits(std::int64_t value, std::string& out) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_json_number(std::int64_t value, std::string& out) {
  std::array<char, 24> text;
  text[0] = '"';
  char* const end = std::to_chars(text.data() + 1, text.data() + text.size() - 1, value).ptr;
  *end = '"';
  out.append(text.data(), end + 1);
}

void append_json_number(Wide value, std::string& out) {
  if (const auto small = narrow(value)) return append_json_number(*small, out);
  std::array<char, 40> digits;
  char* at = digits.data() + digits.size();
  auto rest = static_cast<WideUnsigned>(value);
  if (value < 0) rest = ~rest + 1;
  for (; rest != 0; rest /= 10) *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
  out.push_back('"');
  if (value < 0) out.push_back('-');
  out.append(at, digits.data() + digits.size());
  out.push_back('"');
}

void append_json_time(TimeMs time, std::string& out) {
  out.push_back('"');
  out.append(format_rfc3339(time));
  out.push_back('"');
}

bool parse_integer(std::string_view text, std::int64_t& value) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || (digits[0] == '0' && digits.size() > 1) || digits[0] == '-') return false;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

}  // namespace nemo::wire
