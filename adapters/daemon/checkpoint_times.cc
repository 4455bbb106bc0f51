#include "adapters/daemon/checkpoint_times.h"

#include <chrono>

#include "adapters/daemon/steady_clock.h"

namespace nemo {
namespace {

std::int64_t wall_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

CheckpointTimes::CheckpointTimes() : last_ms_(wall_ms()) {}

void CheckpointTimes::around(const std::function<void()>& write) {
  const std::int64_t begun_us = steady_us();
  write();
  const std::lock_guard lock(mutex_);
  took_us_.add(static_cast<std::uint64_t>(steady_us() - begun_us));
  last_ms_ = wall_ms();
}

void CheckpointTimes::add_to(NodeStanding& standing) const {
  const std::lock_guard lock(mutex_);
  standing.checkpoint_us = took_us_;
  standing.checkpoint_at_ms = last_ms_;
}

}  // namespace nemo
