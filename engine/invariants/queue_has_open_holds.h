#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// Every open hold waits for its end in the queue of holds, once, and nothing else does.
void check_queue_has_open_holds(const PartitionState& state, Broken& broken);

}  // namespace nemo
