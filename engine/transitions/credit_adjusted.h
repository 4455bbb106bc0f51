#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown,
// invalid_amount_nano, accepted. Up: repays what is owed, the rest is a purchased lot without end;
// down: spends like a cost.
void apply(Transition& t, const CreditAdjusted& record);

}  // namespace nemo
