#include "adapters/embedded_log/system_clock.h"

#include <ctime>

namespace nemo {
namespace {

std::int64_t read_ms(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1'000 + time.tv_nsec / 1'000'000;
}

}  // namespace

TimeMs SystemClock::wall() { return TimeMs{read_ms(CLOCK_REALTIME)}; }

// Unlike CLOCK_MONOTONIC it goes on while the machine is suspended.
std::int64_t SystemClock::steady_ms() { return read_ms(CLOCK_BOOTTIME); }

}  // namespace nemo
