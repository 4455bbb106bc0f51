#include "events/values/utf8.h"

#include <cstdint>

namespace nemo {
namespace {

struct Sequence {
  int more;  // bytes behind the first
  std::uint32_t smallest;
};

// More of -1: no first byte.
Sequence sequence_of(unsigned char first) {
  if (first < 0x80) return {0, 0};
  if (first >= 0xC2 && first <= 0xDF) return {1, 0x80};
  if (first >= 0xE0 && first <= 0xEF) return {2, 0x800};
  if (first >= 0xF0 && first <= 0xF4) return {3, 0x10000};
  return {-1, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const Sequence sequence = sequence_of(first);
    if (sequence.more < 0 || text.size() - i <= static_cast<std::size_t>(sequence.more)) {
      return false;
    }
    std::uint32_t point = sequence.more == 0 ? first : first & (0x3F >> sequence.more);
    for (int k = 0; k < sequence.more; ++k) {
      const auto next = static_cast<unsigned char>(text[++i]);
      if ((next & 0xC0) != 0x80) return false;
      point = point << 6 | (next & 0x3F);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < sequence.smallest || surrogate || point > 0x10FFFF) return false;
  }
  return true;
}

}  // namespace nemo
