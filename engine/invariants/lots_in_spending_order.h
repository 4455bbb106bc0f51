#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// Every lot has credits left, and the lots stand in the order in which they are spent.
void check_lots_in_spending_order(const PartitionState& state, Broken& broken);
void check_lots_in_spending_order(const OrgState& org, Broken& broken);

}  // namespace nemo
