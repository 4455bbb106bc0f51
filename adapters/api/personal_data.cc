#include "adapters/api/personal_data.h"

namespace nemo::api {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_of_label(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; }

bool may_end_local_part(char c) {
  return is_of_label(c) ||
         std::string_view("._+%'\"!#$&*=?^`{|}~").find(c) != std::string_view::npos;
}

// A last label of letters ("com"), or an encoded one ("xn--p1ai").
bool is_top_level(std::string_view label) {
  return label.size() >= 2 && is_letter(label.front()) &&
         (is_letter(label.back()) || label.starts_with("xn--"));
}

// Whether `text` begins with a domain of two labels or more.
bool begins_with_domain(std::string_view text) {
  int labels = 0;
  for (;;) {
    std::size_t size = 0;
    while (size < text.size() && is_of_label(text[size])) ++size;
    if (size == 0) return false;
    if (++labels >= 2 && is_top_level(text.substr(0, size))) return true;
    if (size == text.size() || text[size] != '.') return false;
    text.remove_prefix(size + 1);
  }
}

}  // namespace

bool holds_email_address(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at == 0 || !may_end_local_part(text[at - 1])) continue;
    if (begins_with_domain(text.substr(at + 1))) return true;
  }
  return false;
}

}  // namespace nemo::api
