#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, already_settled, a denied_ outcome,
// granted.
void apply(Transition& t, const ReservationRequested& record);

}  // namespace nemo
