#include "engine/transitions/reservation_requested.h"

#include <algorithm>

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
ReservationObject& remember(Transition& t, const ReservationRequested& request, OutcomeName first) {
  ReservationObject& object = fresh_reservation(t, request.reservation_id.view());
  object.record.first = first;
  object.record.first_offset = t.position.offset;
  object.record.content = t.state.scratch.content;
  if (is_denied(first.code)) object.record.forget_at = t.remembered_until();
  return object;
}

void deny(Transition& t, const ReservationRequested& request, Refusal refusal) {
  remember(t, request, refusal.name);
  t.answer(refusal.name).detail = std::move(refusal.detail);
}

void hold(Transition& t, KeyState& key, const Ask& ask, Nano amount, const Budgets& budgets) {
  key.roll_minute(t.now);
  ++key.requests;
  key.tokens += ask.estimated_tokens;
  ++key.open_holds;
  t.org_state().held.value += amount.value;
  for (BudgetState* budget : budgets) {
    BudgetWindow& window = budget->open_window(t.windows_now(), t.now);
    window.held.value += amount.value;
    ++window.open_holds;
  }
}

void grant(Transition& t, const ReservationRequested& request, KeyState& key, const Ask& ask,
           const Budgets& budgets) {
  const Nano amount{static_cast<std::int64_t>(ask.amount)};  // no more than is available
  hold(t, key, ask, amount, budgets);
  ReservationObject& object = remember(t, request, {OutcomeCode::kGranted, Field::kNone});
  ReservationState& reservation = object.record;
  reservation.phase = ReservationPhase::kOpen;
  reservation.granted_at = t.now;
  reservation.expires_at = {t.now.value + request.ttl_ms.value_or(kDefaultTtlMs)};
  reservation.granted = amount;
  reservation.estimated_tokens = ask.estimated_tokens;
  reservation.user_id = request.user_id.empty() ? key.user_id : request.user_id;
  reservation.team_id = key.team_id;
  const BookState* book = t.state.book_at(t.now);
  if (book != nullptr) reservation.price_book = book->offset;
  t.state.holds.add(object);
  t.touch_org();
  t.answer(OutcomeCode::kGranted).detail =
      granted_detail(amount, reservation.expires_at, budgets, t.windows_now());
}

// Tags sorted without repeats, into the scratch.
void gather_tags(Transition& t, const ReservationRequested& request) {
  std::vector<std::string_view>& tags = t.state.scratch.tags;
  tags.clear();
  for (const Tag& tag : request.tags) tags.push_back(tag.view());
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

}  // namespace

void apply(Transition& t, const ReservationRequested& request) {
  std::string& content = t.state.scratch.content;
  content.clear();
  append_content(request, content);
  if (const ReservationObject* known = find_reservation(t, request.reservation_id.view())) {
    return answer_repeat(t, known->record, content);
  }
  if (t.org == nullptr) {
    return deny(t, request, {{OutcomeCode::kDeniedOrganizationUnknown, Field::kNone}, {}});
  }
  Ask ask{request.key_id.view(),
          request.model.view(),
          false,
          request.max_usage ? &*request.max_usage : nullptr,
          request.amount_nano.value_or(Nano{}).wide(),
          request.estimated_tokens.value_or(0)};
  if (auto refusal = refused_before_budgets(t, ask)) return deny(t, request, std::move(*refusal));
  KeyState& key = *t.org_state().find_key(request.key_id.view());
  gather_tags(t, request);
  const Scopes scopes{request.key_id.view(),
                      request.user_id.empty() ? key.user_id.view() : request.user_id.view(),
                      key.team_id.view(), request.model.view(), t.envelope.org_id.view()};
  const Budgets& budgets = budgets_that_apply(t, t.org_state(), scopes, t.position.offset);
  if (auto refusal = refused_by_money(t, ask, budgets, t.windows_now())) {
    return deny(t, request, std::move(*refusal));
  }
  // -------- nothing fails from here on
  grant(t, request, key, ask, budgets);
}

}  // namespace nemo
