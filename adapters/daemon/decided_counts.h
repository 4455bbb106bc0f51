#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

#include "adapters/daemon/standing.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// What was decided, by kind of answer: for operators, and for who waits for alerts.
// Thread rule: count() from one thread at a time, add_to() from any.
class DecidedCounts {
 public:
  // The lines of records of one partition.
  void count(PartitionId partition, std::span<const Outcome> lines);
  // Outcomes, and the alerts of the partitions that are in the standing.
  void add_to(NodeStanding& standing) const;

 private:
  using Count = std::atomic<std::uint64_t>;

  std::array<Count, kOutcomeCodeCount> outcomes_{};
  std::array<Count, kPartitionCount> alerts_{};
};

}  // namespace nemo
