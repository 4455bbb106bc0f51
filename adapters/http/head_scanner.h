#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/http/limits.h"
#include "adapters/http/request_head.h"

namespace nemo::http {

// Finds where a head ends while its bytes arrive, and refuses at the first byte that no head can
// have: so nobody waits for the end of a head that would be refused anyway.
class HeadScanner {
 public:
  enum class State : std::uint8_t { kMore, kComplete, kRefused };
  struct Found {
    State state = State::kMore;
    std::size_t size = 0;  // of kComplete: bytes of the head, with its empty line
    Refusal refusal = {};  // of kRefused
  };

  explicit HeadScanner(const HeadLimits& limits) : limits_(limits) {}

  // All bytes of the request so far: those of the last call, and more. Not again once the head is
  // complete or refused.
  Found scan(std::string_view bytes);

 private:
  bool pass_sound(std::string_view bytes);
  std::optional<Refusal> take(char c);
  std::optional<Refusal> end_line();

  HeadLimits limits_;
  std::size_t scanned_ = 0;
  std::size_t line_bytes_ = 0;
  std::size_t lines_ = 0;  // that ended and were not empty
  bool blank_before_ = false;
  bool after_cr_ = false;
  bool complete_ = false;
};

}  // namespace nemo::http
