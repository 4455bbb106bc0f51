#include "engine/transitions/reservations.h"

#include "events/values/assert.h"

namespace nemo {
namespace {

OutcomeCode already_of(ReservationPhase phase) {
  switch (phase) {
    case ReservationPhase::kSettled:
      return OutcomeCode::kAlreadySettled;
    case ReservationPhase::kReleased:
      return OutcomeCode::kAlreadyReleased;
    case ReservationPhase::kExpired:
      return OutcomeCode::kAlreadyExpired;
    case ReservationPhase::kDenied:
    case ReservationPhase::kOpen:
      break;
  }
  NEMO_ASSERT(false);
  return OutcomeCode::kNone;
}

}  // namespace

ReservationObject* find_reservation(Transition& t, std::string_view reservation_id) {
  ReservationObject* found = t.state.reservations.find(
      reservation_key(t.key_scratch(), t.envelope.org_id.view(), reservation_id));
  if (found == nullptr) return nullptr;
  const std::optional<TimeMs> forget_at = found->record.forget_at;
  return forget_at && *forget_at <= t.now ? nullptr : found;
}

ReservationObject& fresh_reservation(Transition& t, std::string_view reservation_id) {
  const std::string_view key =
      reservation_key(t.key_scratch(), t.envelope.org_id.view(), reservation_id);
  ReservationObject* object = t.state.reservations.find(key);
  if (object == nullptr) {
    object = &t.state.reservations.create(key);
  } else {
    object->record.clear();
  }
  t.state.reservations.touch(*object);
  return *object;
}

OutcomeCode ending_of(ReservationPhase phase) {
  switch (phase) {
    case ReservationPhase::kSettled:
      return OutcomeCode::kSettled;
    case ReservationPhase::kReleased:
      return OutcomeCode::kReleased;
    case ReservationPhase::kExpired:
      return OutcomeCode::kExpired;
    case ReservationPhase::kDenied:
    case ReservationPhase::kOpen:
      break;
  }
  NEMO_ASSERT(false);
  return OutcomeCode::kNone;
}

void answer_already(Transition& t, const ReservationState& reservation) {
  t.answer_first({already_of(reservation.phase), Field::kNone},
                 {ending_of(reservation.phase), Field::kNone}, reservation.ended_offset);
}

}  // namespace nemo
