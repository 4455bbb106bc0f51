#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// A key counts the open holds that were granted to it: no more, no fewer.
void check_keys_count_open_holds(const PartitionState& state, Broken& broken);

}  // namespace nemo
