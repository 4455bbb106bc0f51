#include "engine/transitions/reservation_settled.h"

#include "engine/transitions/cost.h"
#include "engine/transitions/credits.h"
#include "engine/transitions/hold.h"
#include "engine/transitions/reservations.h"

namespace nemo {
namespace {

// Replaces the estimates by the actual tokens while the minute of the grant still runs.
void correct_tokens(Transition& t, const ReservationSettled& settlement,
                    const ReservationState& reservation, std::string_view key_id) {
  if (!settlement.tokens || minute_of(reservation.granted_at) != minute_of(t.now)) return;
  KeyState* key = t.org_state().find_key(key_id);
  if (key == nullptr || key->minute != minute_of(t.now)) return;
  key->tokens += *settlement.tokens - reservation.estimated_tokens;
}

std::uint8_t flags_of(const ReservationState& reservation, const CallCost& cost) {
  std::uint8_t flags = 0;
  if (cost.amount > reservation.granted) flags |= kFlagAboveHold;
  if (reservation.phase == ReservationPhase::kExpired) flags |= kFlagLate;
  if (reservation.phase == ReservationPhase::kReleased) flags |= kFlagAfterRelease;
  if (cost.unpriced) flags |= kFlagUnpriced;
  return flags;
}

void end_as_settled(Transition& t, ReservationState& reservation) {
  reservation.phase = ReservationPhase::kSettled;
  reservation.ended_offset = t.position.offset;
  reservation.forget_at = t.remembered_until();
}

// Spends the cost and answers `settled`, then what follows from it.
void post_cost(Transition& t, const CallCost& cost, std::uint8_t flags, bool hold_ended,
               const Budgets& budgets) {
  std::vector<Posting>& postings = t.state.scratch.postings;
  postings.clear();
  spend(t.state, t.org_state(), cost.amount.wide(), Account::kRevenueUsage, postings);
  t.touch_org();
  Outcome& line = t.answer(OutcomeCode::kSettled);
  line.flags = flags;
  line.detail = SettledDetail{cost.amount};
  line.postings.assign(postings.begin(), postings.end());
  if (hold_ended) forfeit_ended_lots(t, t.envelope.org_id, t.org_state());
  alert_crossings(t, budgets);
}

void settle_granted(Transition& t, const ReservationSettled& settlement,
                    ReservationObject& object) {
  ReservationState& reservation = object.record;
  const RequestContent request = read_request_content(reservation.content);
  const CallCost cost = cost_of(settlement.cost_nano, settlement.usage,
                                settlement.model.empty() ? request.model : settlement.model.view(),
                                t.state.book_of(reservation.price_book), reservation.granted);
  const Budgets& budgets =
      budgets_of_hold(t, t.org_state(), t.envelope.org_id, reservation, request);
  const WindowStarts& windows = t.windows_of_grant(reservation.granted_at);
  const bool open = reservation.phase == ReservationPhase::kOpen;
  if (cost.overflow || !cost_holds(t.org_state(), cost.amount, open ? reservation.granted : Nano{},
                                   budgets, windows)) {
    t.answer_invalid(Field::kCostNano);
    return;
  }
  // -------- nothing fails from here on
  const std::uint8_t flags = flags_of(reservation, cost);
  if (open) give_back(t, t.org_state(), object, request, budgets, HoldEnd::kSettled);
  correct_tokens(t, settlement, reservation, request.key_id);
  count_spent(budgets, cost.amount, windows, t.now);
  end_as_settled(t, reservation);
  t.state.reservations.touch(object);
  post_cost(t, cost, flags, open, budgets);
}

void settle_orphan(Transition& t, const ReservationSettled& settlement) {
  const CallCost cost = cost_of(settlement.cost_nano, settlement.usage, settlement.model.view(),
                                t.state.book_at(t.now), Nano{});
  const Budgets& budgets =
      budgets_of_unreserved(t, settlement.key_id.view(), settlement.model.view());
  if (cost.overflow || !cost_holds(t.org_state(), cost.amount, Nano{}, budgets, t.windows_now())) {
    t.answer_invalid(Field::kCostNano);
    return;
  }
  // -------- nothing fails from here on
  ReservationObject* denied = find_reservation(t, settlement.reservation_id.view());
  ReservationObject& object =
      denied != nullptr ? *denied : fresh_reservation(t, settlement.reservation_id.view());
  end_as_settled(t, object.record);
  t.state.reservations.touch(object);
  count_spent(budgets, cost.amount, t.windows_now(), t.now);
  const auto unpriced = static_cast<std::uint8_t>(cost.unpriced ? kFlagUnpriced : 0);
  post_cost(t, cost, kFlagOrphan | unpriced, false, budgets);
}

}  // namespace

void apply(Transition& t, const ReservationSettled& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  ReservationObject* object = find_reservation(t, record.reservation_id.view());
  if (object == nullptr || object->record.phase == ReservationPhase::kDenied) {
    return settle_orphan(t, record);
  }
  if (object->record.phase == ReservationPhase::kSettled) {
    return answer_already(t, object->record);
  }
  settle_granted(t, record, *object);
}

}  // namespace nemo
