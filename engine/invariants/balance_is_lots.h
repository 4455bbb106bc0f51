#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// An organization has credits or owes, never both: its balance is the sum of its lots, or below
// zero, what it owes, with no lot left.
void check_balance_is_lots(const PartitionState& state, Broken& broken);
void check_balance_is_lots(const OrgState& org, Broken& broken);

}  // namespace nemo
