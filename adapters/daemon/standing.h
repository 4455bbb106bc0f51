#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "events/outcomes/outcome_name.h"
#include "events/values/histogram.h"
#include "events/values/position.h"

namespace nemo {

// How a node stands, for operators: what it has decided, how far it is behind its log, what it
// answered and how fast. Copied as of a moment; counted since the node was opened.
struct NodeStanding {
  struct Partition {
    PartitionId partition = 0;
    Offset decided_end = 0;    // after the last record decided here
    Offset log_end = 0;        // after the last record on the log that this node has heard of
    Offset published_end = 0;  // after the last record whose outcomes are known to be published
    bool publishes = false;    // this node is the one that publishes them
    std::uint64_t take_overs = 0;
    std::uint64_t alerts = 0;  // lines decided that are alerts
    std::uint64_t open_holds = 0;
  };
  std::vector<Partition> partitions;
  bool alone = false;  // nobody else appends: what it has heard of the log is all there is

  std::uint64_t records_decided = 0;  // also those that others appended
  // Lines decided, by OutcomeCode. What was decided anew while it caught up with its log counts for
  // records_decided alone.
  std::array<std::uint64_t, kOutcomeCodeCount> outcomes{};

  std::uint64_t calls_failed = 0;
  std::uint64_t calls_waiting = 0;
  // Answered calls, in microseconds from their sending to their answer.
  Histogram round_trips_us;

  // Of the embedded log: its groups of appends, each with one sync.
  Histogram log_write_us;
  Histogram log_group_records;

  Histogram checkpoint_us;
  std::int64_t checkpoint_at_ms = 0;  // of the last, since 1970; at first, when it was opened
};

}  // namespace nemo
