#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: denied_organization_unknown, already_settled, invalid_cost_nano,
// settled; then credit_expired and budget_alert lines. Never refused for lack of money.
void apply(Transition& t, const ReservationSettled& record);

}  // namespace nemo
