#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives: denied_organization_unknown, accepted; then budget_alert lines. Setting again replaces
// limit and alerts, and keeps what the window has counted and the alerts given.
void apply(Transition& t, const BudgetSet& record);
// Gives: denied_organization_unknown, not_found, accepted.
void apply(Transition& t, const BudgetRemoved& record);

}  // namespace nemo
