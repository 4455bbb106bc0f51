#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "events/outcomes/outcome_name.h"
#include "events/values/position.h"

namespace nemo {

// How a node stands, for operators: what it has decided, how far it is behind its log, what it
// answered and how fast. Copied as of a moment.
struct NodeStanding {
  struct Partition {
    PartitionId partition = 0;
    Offset decided_end = 0;    // after the last record decided here
    Offset log_end = 0;        // after the last record on the log that this node has heard of
    Offset published_end = 0;  // after the last record whose outcomes are known to be published
    bool publishes = false;    // this node is the one that publishes them
    std::uint64_t take_overs = 0;
    std::uint64_t alerts = 0;  // budget_alert lines decided since the node was opened
  };
  std::vector<Partition> partitions;

  std::uint64_t records_decided = 0;  // since the node was opened, also those that others appended
  // Lines decided since the node was opened, by OutcomeCode. What was decided anew while it caught
  // up with its log counts for records_decided alone.
  std::array<std::uint64_t, kOutcomeCodeCount> outcomes{};
  std::uint64_t calls_answered = 0;
  std::uint64_t calls_failed = 0;
  std::uint64_t calls_waiting = 0;

  // Answered calls by the time from their sending to their answer: of each power of two of
  // microseconds, those below it and not below the one before.
  static constexpr std::size_t kBuckets = 26;
  std::array<std::uint64_t, kBuckets> round_trips{};
  std::uint64_t round_trip_us_sum = 0;
};

}  // namespace nemo
