#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "adapters/daemon/standing.h"
#include "engine/runner/partition_engine.h"

namespace nemo {

// What was decided, by kind of answer, and what is held: for operators, and for who waits for
// alerts. Thread rule: count() from one thread at a time, add_to() from any.
class DecidedCounts {
 public:
  // The lines that a partition has kept, and what is open behind them.
  void count(const PartitionEngine& engine);
  void count(PartitionId partition, std::span<const Outcome> lines);
  // Outcomes, and what belongs to the partitions that are in the standing.
  void add_to(NodeStanding& standing) const;

 private:
  using Count = std::atomic<std::uint64_t>;

  std::array<Count, kOutcomeCodeCount> outcomes_{};
  std::array<Count, kPartitionCount> alerts_{};
  std::array<Count, kPartitionCount> open_holds_{};
};

}  // namespace nemo
