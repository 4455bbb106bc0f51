#pragma once

#include <chrono>
#include <cstdint>

namespace nemo {

// Microseconds of a clock that never goes back, for figures alone.
inline std::int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace nemo
