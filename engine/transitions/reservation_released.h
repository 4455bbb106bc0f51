#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: denied_organization_unknown, not_found, an already_ outcome, released; then
// credit_expired lines.
void apply(Transition& t, const ReservationReleased& record);

}  // namespace nemo
