#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown, not_found,
// an already_ outcome, another denied_ outcome, granted.
void apply(Transition& t, const ReservationIncreased& record);

}  // namespace nemo
