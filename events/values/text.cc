#include "events/values/text.h"

#include <algorithm>

namespace nemo {
namespace {

bool is_id_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == ':' || c == '-';
}

bool is_name_character(char c) { return c > ' ' && c <= '~'; }

}  // namespace

bool is_id_form(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_id_character);
}

bool is_name_form(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

}  // namespace nemo
