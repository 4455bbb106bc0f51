#pragma once

#include "engine/core/step.h"

namespace nemo {

// step() itself, but for what debug builds ask after every record, whether all adds up: for a copy
// of a part of the state, in which it does not.
void step_part(PartitionState& state, const Record& record, OutcomeLines& lines);

}  // namespace nemo
