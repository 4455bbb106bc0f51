#include "events/values/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace nemo {
namespace {

constexpr std::array<bool, 256> kIsIdCharacter = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789._:-")) {
    is[static_cast<std::uint8_t>(c)] = true;
  }
  return is;
}();

bool are_id_characters(std::string_view text) {
  bool are = true;
  for (const char c : text) are &= kIsIdCharacter[static_cast<std::uint8_t>(c)];
  return are;
}

bool is_name_character(char c) { return c > ' ' && c <= '~'; }

}  // namespace

bool is_id_form(std::string_view text) {
  return !text.empty() && text.size() <= 64 && are_id_characters(text);
}

bool is_name_form(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

}  // namespace nemo
