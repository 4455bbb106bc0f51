#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// A window of a budget holds the amounts of the open holds that count in it, and their number:
// those granted in it, while the budget was set, to one of its scope.
void check_budgets_count_open_holds(const PartitionState& state, Broken& broken);

}  // namespace nemo
