#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// An id that may come again knows when: that of a reservation once its hold is closed, those of
// events, increases and usage always; all other ids, and those of open holds, never.
void check_ids_have_their_time(const PartitionState& state, Broken& broken);

}  // namespace nemo
