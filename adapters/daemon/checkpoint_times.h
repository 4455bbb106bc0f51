#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "adapters/daemon/standing.h"

namespace nemo {

// When checkpoints were written, and how long it took. Thread rule: any thread.
class CheckpointTimes {
 public:
  CheckpointTimes();

  // Runs `write`, which ends once a checkpoint is durable; one that throws counts for nothing.
  void around(const std::function<void()>& write);
  void add_to(NodeStanding& standing) const;

 private:
  mutable std::mutex mutex_;
  Histogram took_us_;
  std::int64_t last_ms_;  // since 1970; at first, when the ledger was opened
};

}  // namespace nemo
