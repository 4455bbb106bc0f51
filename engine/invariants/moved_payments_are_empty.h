#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// Of a payment that became another organization's nothing is booked here, and nothing is frozen.
void check_moved_payments_are_empty(const PartitionState& state, Broken& broken);
void check_moved_payment_is_empty(const Object<StripeState>& object, Broken& broken);

}  // namespace nemo
