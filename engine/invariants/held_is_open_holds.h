#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// What an organization holds is the sum of its open holds.
void check_held_is_open_holds(const PartitionState& state, Broken& broken);

}  // namespace nemo
