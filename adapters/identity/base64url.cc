#include "adapters/identity/base64url.h"

#include <array>
#include <cstdint>

namespace nemo::identity {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNone = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = kNone;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

std::uint8_t value_of(char c) { return kValues[static_cast<std::uint8_t>(c)]; }

}  // namespace

std::size_t base64url_size(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

void write_base64url(std::string_view bytes, char* out) {
  std::uint32_t gathered = 0;
  int bits = 0;
  for (const char byte : bytes) {
    gathered = gathered << 8 | static_cast<std::uint8_t>(byte);
    for (bits += 8; bits >= 6; bits -= 6) *out++ = kAlphabet[gathered >> (bits - 6) & 63];
  }
  if (bits > 0) *out = kAlphabet[gathered << (6 - bits) & 63];
}

std::string to_base64url(std::string_view bytes) {
  std::string text(base64url_size(bytes.size()), '\0');
  write_base64url(bytes, text.data());
  return text;
}

bool is_base64url(std::string_view text) {
  for (const char c : text) {
    if (value_of(c) == kNone) return false;
  }
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return false;
  const unsigned unused = rest == 2 ? 15 : rest == 3 ? 3 : 0;
  return unused == 0 || (value_of(text.back()) & unused) == 0;
}

void read_base64url(std::string_view text, char* out) {
  std::uint32_t gathered = 0;
  int bits = 0;
  for (const char c : text) {
    gathered = gathered << 6 | value_of(c);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    *out++ = static_cast<char>(gathered >> bits & 255);
  }
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (!is_base64url(text)) return std::nullopt;
  std::string bytes(text.size() * 3 / 4, '\0');
  read_base64url(text, bytes.data());
  return bytes;
}

}  // namespace nemo::identity
