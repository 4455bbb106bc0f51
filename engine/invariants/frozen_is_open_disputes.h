#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// What an organization has frozen is the sum over its payments, of those that are its own. Asked
// of a state without a store behind it alone: payments leave memory.
void check_frozen_is_open_disputes(const PartitionState& state, Broken& broken);

}  // namespace nemo
