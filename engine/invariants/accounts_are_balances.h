#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// The accounts of credits and of what is owed are the sums over the organizations. Asked where all
// of a partition is in memory: in a replay, never over a store.
void check_accounts_are_balances(const PartitionState& state, Broken& broken);

}  // namespace nemo
