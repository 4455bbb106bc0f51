#pragma once

#include "engine/state/partition_state.h"
#include "events/outcomes/outcome_lines.h"

namespace nemo {

// Lets everything happen that is due at or before `now`, in order of due time, then of the offset
// that created it: holds expire, ended lots forfeit, days of forgotten ids are dropped. The lines
// carry the position of the record that lets time pass.
void pass_time(PartitionState& state, LogPosition position, TimeMs now, OutcomeLines& lines);

}  // namespace nemo
