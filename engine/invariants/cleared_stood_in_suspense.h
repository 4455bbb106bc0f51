#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// What was cleared of a payment or a movement is a part of what it has in suspense, of its sign.
void check_cleared_stood_in_suspense(const PartitionState& state, Broken& broken);
void check_cleared_part_stood_in_suspense(const Object<StripeState>& object, Broken& broken);

}  // namespace nemo
