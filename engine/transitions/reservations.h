#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// The reservation of that id that is not forgotten at t.now; null otherwise.
ReservationObject* find_reservation(Transition& t, std::string_view reservation_id);
// The same object emptied, or a new one: an id that is used up from now on.
ReservationObject& fresh_reservation(Transition& t, std::string_view reservation_id);

// already_settled, already_released or already_expired, by how the hold ended.
void answer_already(Transition& t, const ReservationState& reservation);
OutcomeCode ending_of(ReservationPhase phase);

}  // namespace nemo
