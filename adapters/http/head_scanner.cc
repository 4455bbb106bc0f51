#include "adapters/http/head_scanner.h"

#include <algorithm>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

std::size_t left_of(std::size_t limit, std::size_t used) { return limit - std::min(limit, used); }

}  // namespace

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
  while (scanned_ < bytes.size()) {
    if (pass_sound(bytes)) continue;
    const std::optional<Refusal> refusal = take(bytes[scanned_++]);
    if (refusal) return {State::kRefused, 0, *refusal};
    if (complete_) return {State::kComplete, scanned_, {}};
  }
  return {};
}

// Nearly all bytes stand within a line, where only a limit or a control character ends them: they
// are passed at once, up to where take() must look. False where it must look at the next.
bool HeadScanner::pass_sound(std::string_view bytes) {
  if (after_cr_) return false;
  const std::size_t line_max = lines_ == 0 ? limits_.line_bytes_max : limits_.field_bytes_max;
  const std::size_t most =
      std::min({bytes.size() - scanned_, left_of(limits_.head_bytes_max, scanned_),
                left_of(line_max, line_bytes_)});
  std::size_t count = 0;
  while (count < most && is_of(bytes[scanned_ + count], CharacterClass::kValue)) ++count;
  scanned_ += count;
  line_bytes_ += count;
  return count > 0;
}

// A byte that pass_sound() did not pass.
std::optional<Refusal> HeadScanner::take(char c) {
  if (scanned_ > limits_.head_bytes_max) return Refusal{431, "the head is too large"};
  if (after_cr_) {
    after_cr_ = false;
    if (c != '\n') return Refusal{400, "a CR without its LF"};
    return end_line();
  }
  if (c == '\r') {
    after_cr_ = true;
    return std::nullopt;
  }
  if (c == '\n') return Refusal{400, "an LF without its CR"};
  if (!is_of(c, CharacterClass::kValue)) return Refusal{400, "a control character"};
  if (lines_ == 0) return Refusal{414, "the request line is too long"};
  return Refusal{431, "a header field is too long"};
}

std::optional<Refusal> HeadScanner::end_line() {
  if (line_bytes_ == 0) {
    complete_ = lines_ > 0;
    if (!complete_ && blank_before_) return Refusal{400, "empty lines before the request"};
    blank_before_ = true;
    return std::nullopt;
  }
  line_bytes_ = 0;
  if (++lines_ > limits_.fields_max + 1) return Refusal{431, "too many header fields"};
  return std::nullopt;
}

}  // namespace nemo::http
