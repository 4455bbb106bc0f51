#pragma once

#include "engine/invariants/walk.h"

namespace nemo {

// The balance with the credit line, and what is available of it, fit 64 bits as the balance does.
void check_amounts_fit(const PartitionState& state, Broken& broken);
void check_amounts_fit(const OrgState& org, Broken& broken);

}  // namespace nemo
