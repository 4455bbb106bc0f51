#pragma once

#include <cstdint>

#include "events/values/time.h"

namespace nemo {

// The time, as an argument. Thread rule: any thread.
class Clock {
 public:
  virtual ~Clock() = default;

  // What the world's clock says; it may leap.
  virtual TimeMs wall() = 0;

  // Milliseconds since some instant; it never leaps, and it counts while the machine sleeps.
  virtual std::int64_t steady_ms() = 0;
};

}  // namespace nemo
