#include "adapters/http/head_scanner.h"

#include "adapters/http/characters.h"

namespace nemo::http {

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
  while (scanned_ < bytes.size()) {
    const std::optional<Refusal> refusal = take(bytes[scanned_++]);
    if (refusal) return {State::kRefused, 0, *refusal};
    if (complete_) return {State::kComplete, scanned_, {}};
  }
  return {};
}

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
  ++line_bytes_;
  if (lines_ == 0 && line_bytes_ > limits_.line_bytes_max) {
    return Refusal{414, "the request line is too long"};
  }
  if (lines_ > 0 && line_bytes_ > limits_.field_bytes_max) {
    return Refusal{431, "a header field is too long"};
  }
  return std::nullopt;
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
