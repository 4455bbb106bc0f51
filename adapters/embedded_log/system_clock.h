#pragma once

#include "events/log/clock.h"

namespace nemo {

// The machine's clocks. Thread rule: any thread.
class SystemClock : public Clock {
 public:
  TimeMs wall() override;
  std::int64_t steady_ms() override;
};

}  // namespace nemo
