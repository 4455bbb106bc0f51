#include "engine/transitions/reservation_requested.h"

#include "engine/transitions/hold.h"
#include "engine/transitions/reservations.h"

namespace nemo {
namespace {

void answer_repeat(Transition& t, const ReservationState& known, const std::string& content) {
  if (!known.has_request()) return answer_already(t, known);
  const Field different = first_difference<ReservationRequested>(known.content, content);
  const OutcomeName name = different == Field::kNone
                               ? OutcomeName{OutcomeCode::kExists, Field::kNone}
                               : OutcomeName{OutcomeCode::kExistsWithDifferent, different};
  t.answer_first(name, known.first, known.first_offset);
}

// Remembers the request with its first outcome, for 30 days unless it was granted.
ReservationState& remember(Transition& t, const ReservationRequested& request,
                           std::string content, OutcomeName first) {
  ReservationState& reservation =
      fresh_reservation(t, request.reservation_id.view()).record;
  reservation.first = first;
  reservation.first_offset = t.position.offset;
  reservation.content = std::move(content);
  if (is_denied(first.code)) reservation.forget_at = t.remembered_until();
  return reservation;
}

void deny(Transition& t, const ReservationRequested& request, std::string content,
          Refusal refusal) {
  // What is invalid uses up no id.
  if (is_denied(refusal.name.code)) remember(t, request, std::move(content), refusal.name);
  t.answer(refusal.name).detail = std::move(refusal.detail);
}

void grant(Transition& t, const ReservationRequested& request, std::string content,
           const Ask& ask, const std::vector<BudgetState*>& budgets) {
  OrgState& org = t.org_state();
  KeyState& key = *org.find_key(request.key_id.view());
  key.roll_minute(t.now);
  ++key.requests;
  key.tokens += ask.estimated_tokens;
  ++key.open_holds;
  org.held.value += ask.amount.value;
  for (BudgetState* budget : budgets) {
    BudgetWindow& window = budget->open_window(t.now, t.now);
    window.held.value += ask.amount.value;
    ++window.open_holds;
  }
  ReservationState& reservation =
      remember(t, request, std::move(content), {OutcomeCode::kGranted, Field::kNone});
  reservation.phase = ReservationPhase::kOpen;
  reservation.granted_at = t.now;
  reservation.expires_at = {t.now.value + *request.ttl_ms};
  reservation.granted = ask.amount;
  reservation.estimated_tokens = ask.estimated_tokens;
  reservation.user_id = request.user_id.empty() ? key.user_id : request.user_id;
  reservation.team_id = key.team_id;
  const BookState* book = t.state.book_at(t.now);
  if (book != nullptr) reservation.price_book = book->offset;
  t.state.due.add(
      {reservation.expires_at, t.position.offset}, DueKind::kHold,
      std::string(reservation_key(t.key_scratch, t.envelope.org_id.view(),
                                  request.reservation_id.view())));
  t.touch_org();
  t.answer(OutcomeCode::kGranted).detail =
      GrantedDetail{ask.amount, reservation.expires_at, tightest_budget(budgets, t.now)};
}

}  // namespace

void apply(Transition& t, const ReservationRequested& record) {
  ReservationRequested request = record;
  normalize(request);
  std::string content = content_of(request);
  if (const ReservationObject* known = find_reservation(t, request.reservation_id.view())) {
    return answer_repeat(t, known->record, content);
  }
  if (t.org == nullptr) {
    return deny(t, request, std::move(content),
                {{OutcomeCode::kDeniedOrganizationUnknown, Field::kNone}, {}});
  }
  Ask ask{request.key_id.view(),
          request.model.view(),
          false,
          request.max_usage ? &*request.max_usage : nullptr,
          request.amount_nano.value_or(Nano{}),
          *request.estimated_tokens};
  if (auto refusal = refused_before_budgets(t, ask)) {
    return deny(t, request, std::move(content), std::move(*refusal));
  }
  const KeyState& key = *t.org_state().find_key(request.key_id.view());
  Scopes scopes{request.key_id.view(),
                request.user_id.empty() ? key.user_id.view() : request.user_id.view(),
                key.team_id.view(),
                {request.tags.size(), std::string_view()},
                request.model.view(),
                t.envelope.org_id.view()};
  for (std::size_t i = 0; i < request.tags.size(); ++i) scopes.tags[i] = request.tags[i].view();
  const std::vector<BudgetState*> budgets =
      budgets_that_apply(t.org_state(), scopes, t.position.offset);
  if (auto refusal = refused_by_money(t, ask, budgets, t.now)) {
    return deny(t, request, std::move(content), std::move(*refusal));
  }
  // -------- nothing fails from here on
  grant(t, request, std::move(content), ask, budgets);
}

}  // namespace nemo
