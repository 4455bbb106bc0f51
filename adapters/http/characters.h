#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::http {

// Which characters may stand where (RFC 9110, 9112, 3986).
enum class CharacterClass : std::uint8_t {
  kToken = 1,   // names of methods and fields
  kPath = 2,    // a path's segment, but for escapes
  kQuery = 4,   // a query, but for escapes
  kHost = 8,    // a host's name
  kValue = 16,  // a field's value: no control character but the tab
  kLine = 32,   // printable ASCII and the space
};

namespace detail {

constexpr std::array<std::uint8_t, 256> character_classes() {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&](std::string_view characters, CharacterClass of) {
    for (const char c : characters) {
      classes[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(of);
    }
  };
  constexpr std::string_view kAlphanumeric =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  for (const CharacterClass of : {CharacterClass::kToken, CharacterClass::kPath,
                                  CharacterClass::kQuery, CharacterClass::kHost}) {
    add(kAlphanumeric, of);
  }
  add("!#$%&'*+-.^_`|~", CharacterClass::kToken);
  add("-._~!$&'()*+,;=:@", CharacterClass::kPath);
  add("-._~!$&'()*+,;=:@/?", CharacterClass::kQuery);
  add("-._", CharacterClass::kHost);
  for (int c = 0; c < 256; ++c) {
    if (c == '\t' || (c >= 0x20 && c != 0x7F)) {
      classes[c] |= static_cast<std::uint8_t>(CharacterClass::kValue);
    }
    if (c >= 0x20 && c < 0x7F) classes[c] |= static_cast<std::uint8_t>(CharacterClass::kLine);
  }
  return classes;
}

inline constexpr std::array<std::uint8_t, 256> kClasses = character_classes();

}  // namespace detail

constexpr bool is_of(char c, CharacterClass of) {
  return (detail::kClasses[static_cast<unsigned char>(c)] & static_cast<std::uint8_t>(of)) != 0;
}

constexpr bool all_of(std::string_view text, CharacterClass of) {
  for (const char c : text) {
    if (!is_of(c, of)) return false;
  }
  return true;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Of ASCII; `text` must be in lower case.
constexpr bool equals_ignoring_case(std::string_view other, std::string_view text) {
  if (other.size() != text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower(other[i]) != text[i]) return false;
  }
  return true;
}

// The value of a hexadecimal digit; -1 for any other character.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// Without the spaces and tabs around it.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace nemo::http
