#pragma once

#include <vector>

#include "engine/core/step.h"

namespace nemo {

// The lines that step() would give for a call of the gateway (a reservation's request, increase,
// settlement or release, or usage), next in its partition: those of the record itself, none that
// time causes. It is step() itself, on a copy of what the record names; `state` stays as it is.
// What the record names must be in memory, as for step().
std::vector<Outcome> dry_run(PartitionState& state, const Record& record);

}  // namespace nemo
