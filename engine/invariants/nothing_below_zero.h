#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// What is held, spent or counted is never below zero, in an organization, its keys and budgets.
void check_nothing_below_zero(const PartitionState& state, Broken& broken);
void check_nothing_below_zero(const OrgState& org, Broken& broken);

}  // namespace nemo
