#include "engine/transitions/reservation_released.h"

#include "engine/transitions/credits.h"
#include "engine/transitions/hold.h"
#include "engine/transitions/reservations.h"

namespace nemo {

void apply(Transition& t, const ReservationReleased& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  ReservationObject* object = find_reservation(t, record.reservation_id.view());
  if (object == nullptr || object->record.phase == ReservationPhase::kDenied) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  ReservationState& reservation = object->record;
  if (reservation.phase != ReservationPhase::kOpen) return answer_already(t, reservation);
  // -------- nothing fails from here on
  const RequestContent request = read_request_content(reservation.content);
  const Budgets& budgets =
      budgets_of_hold(t, t.org_state(), t.envelope.org_id, reservation, request);
  give_back(t, t.org_state(), *object, request, budgets, HoldEnd::kReleased);
  reservation.phase = ReservationPhase::kReleased;
  reservation.ended_offset = t.position.offset;
  reservation.forget_at = t.remembered_until();
  t.state.reservations.touch(*object);
  t.touch_org();
  t.answer(OutcomeCode::kReleased).detail = AmountDetail{reservation.granted};
  forfeit_ended_lots(t, t.envelope.org_id, t.org_state());
}

}  // namespace nemo
