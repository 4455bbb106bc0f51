#pragma once

#include <optional>

#include "engine/state/partition_state.h"
#include "events/catalog/envelope.h"
#include "events/outcomes/outcome_lines.h"

namespace nemo {

// A record of the log, read and decoded: what could not be decoded comes as Unreadable.
struct Record {
  LogPosition position;
  std::optional<TimeMs> at;
  TimeMs appended_at;
  Envelope envelope;
};

// The one door: applies the record at the partition's next offset and appends its lines, those
// that time caused first. A pure function of state and record; every object the record names must
// be in memory if the store has it (engine/core/prefetch.h). Not for unknown_rules() beyond
// state.newest_rules: whoever drives it stops before them.
void step(PartitionState& state, const Record& record, OutcomeLines& lines);

// The log time a record gets after `globals`: max(log time before it, `at` if honoured, else
// appended_at); unchanged for a malformed one.
TimeMs log_time_of(const PartitionGlobals& globals, const Record& record);

// Whether the record lets no time pass and changes nothing.
bool is_malformed(const PartitionState& state, const Record& record);

}  // namespace nemo
