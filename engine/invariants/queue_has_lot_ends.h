#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// Every lot whose end has not come waits for it in the queue of lots (beyond the horizon the store
// may have it alone), and the queue has no end that is past or of a lot that is gone.
void check_queue_has_lot_ends(const PartitionState& state, Broken& broken);

}  // namespace nemo
