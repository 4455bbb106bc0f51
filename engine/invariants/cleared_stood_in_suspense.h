#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// What is booked of clearings of a payment or a movement is a part of what it has in suspense, of
// its sign, and of each no more than was cleared.
void check_cleared_stood_in_suspense(const PartitionState& state, Broken& broken);
void check_cleared_part_stood_in_suspense(const Object<StripeState>& object, Broken& broken);

}  // namespace nemo
