#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown,
// invalid_cost_nano, accepted; then budget_alert lines.
void apply(Transition& t, const UsageRecorded& record);

}  // namespace nemo
