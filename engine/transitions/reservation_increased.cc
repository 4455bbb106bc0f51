#include "engine/transitions/reservation_increased.h"

#include "engine/transitions/hold.h"
#include "engine/transitions/reservations.h"

namespace nemo {
namespace {

void remember(Transition& t, const ReservationIncreased& increase, OutcomeName first,
              std::string content) {
  remember_id(t, IdKind::kIncrease, increase.increase_id.view(),
              {first, t.position.offset, std::move(content), t.remembered_until()});
}

void deny(Transition& t, const ReservationIncreased& increase, std::string content,
          Refusal refusal) {
  remember(t, increase, refusal.name, std::move(content));
  t.answer(refusal.name).detail = std::move(refusal.detail);
}

void grant(Transition& t, const ReservationIncreased& increase, ReservationObject& object,
           const Ask& ask, const Budgets& budgets) {
  OrgState& org = t.org_state();
  KeyState& key = *org.find_key(ask.key_id);
  key.roll_minute(t.now);
  key.tokens += ask.estimated_tokens;
  ReservationState& reservation = object.record;
  org.held.value += increase.amount_nano->value;
  const WindowStarts& windows = t.windows_of_grant(reservation.granted_at);
  for (BudgetState* budget : budgets) {
    budget->open_window(windows, t.now).held.value += increase.amount_nano->value;
  }
  reservation.granted.value += increase.amount_nano->value;
  reservation.estimated_tokens += ask.estimated_tokens;
  if (*increase.extend_ms > 0) {
    t.state.holds.remove(object);
    reservation.expires_at.value += *increase.extend_ms;
    t.state.holds.add(object);
  }
  t.state.reservations.touch(object);
  t.touch_org();
  t.answer(OutcomeCode::kGranted).detail =
      granted_detail(*increase.amount_nano, reservation.expires_at, budgets, windows);
}

}  // namespace

void apply(Transition& t, const ReservationIncreased& record) {
  ReservationIncreased increase = record;
  normalize(increase);
  std::string content = content_of(increase);
  if (answered_as_repeat<ReservationIncreased>(t, IdKind::kIncrease, increase.increase_id.view(),
                                               content)) {
    return;
  }
  if (t.org == nullptr) {
    return deny(t, increase, std::move(content),
                {{OutcomeCode::kDeniedOrganizationUnknown, Field::kNone}, {}});
  }
  ReservationObject* object = find_reservation(t, increase.reservation_id.view());
  if (object == nullptr || object->record.phase == ReservationPhase::kDenied) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  const ReservationState& reservation = object->record;
  if (reservation.phase != ReservationPhase::kOpen) return answer_already(t, reservation);
  const RequestContent request = read_request_content(reservation.content);
  Ask ask{request.key_id,
          request.model,
          true,
          nullptr,
          increase.amount_nano->wide(),
          *increase.estimated_tokens};
  if (auto refusal = refused_before_budgets(t, ask)) {
    return deny(t, increase, std::move(content), std::move(*refusal));
  }
  const Budgets& budgets =
      budgets_of_hold(t, t.org_state(), t.envelope.org_id, reservation, request);
  if (auto refusal =
          refused_by_money(t, ask, budgets, t.windows_of_grant(reservation.granted_at))) {
    return deny(t, increase, std::move(content), std::move(*refusal));
  }
  // -------- nothing fails from here on
  remember(t, increase, {OutcomeCode::kGranted, Field::kNone}, std::move(content));
  grant(t, increase, *object, ask, budgets);
}

}  // namespace nemo
