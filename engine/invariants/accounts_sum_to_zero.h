#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// Every posting takes from one account what it gives another: over all accounts of a partition,
// debits minus credits are 0.
void check_accounts_sum_to_zero(const PartitionState& state, Broken& broken);

}  // namespace nemo
