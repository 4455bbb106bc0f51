#include "engine/transitions/hold.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo {
namespace {

Refusal denied(OutcomeCode code, Detail detail = {}) {
  return {{code, Field::kNone}, std::move(detail)};
}

std::optional<Refusal> refused_by_limits(const KeyState& key, const Ask& ask, TimeMs now) {
  const bool same_minute = key.minute == minute_of(now);
  const TimeMs next_minute{(minute_of(now) + 1) * kMsPerMinute};
  const Wide requests = same_minute ? key.requests : 0;
  if (!ask.is_increase && key.requests_per_minute && requests + 1 > *key.requests_per_minute) {
    return denied(OutcomeCode::kDeniedRateLimit,
                  LimitDetail{*key.requests_per_minute, requests, next_minute});
  }
  const Wide tokens = same_minute ? key.tokens : 0;
  // A limit of 0 grants nothing, not even what needs no tokens.
  if (key.tokens_per_minute &&
      (*key.tokens_per_minute == 0 || tokens + ask.estimated_tokens > *key.tokens_per_minute)) {
    return denied(OutcomeCode::kDeniedTokenLimit,
                  LimitDetail{*key.tokens_per_minute, tokens, next_minute});
  }
  if (!ask.is_increase && key.parallel_requests &&
      Wide{key.open_holds} + 1 > *key.parallel_requests) {
    return denied(OutcomeCode::kDeniedParallelLimit,
                  LimitDetail{*key.parallel_requests, key.open_holds, std::nullopt});
  }
  return std::nullopt;
}

std::optional<Refusal> price_ask(Transition& t, Ask& ask) {
  const BookState* book = t.state.book_at(t.now);
  if (book == nullptr) return denied(OutcomeCode::kDeniedPriceUnknown);
  const PricedCall priced = price_call(book->table, ask.model, *ask.max_usage);
  switch (priced.result) {
    case PriceResult::kPriced:
      ask.amount = priced.cost.wide();
      return std::nullopt;
    case PriceResult::kNoPrice:
      return denied(OutcomeCode::kDeniedPriceUnknown);
    case PriceResult::kOverflow:
      ask.amount = Wide{INT64_MAX} + 1;
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> refused_before_budgets(Transition& t, Ask& ask) {
  OrgState& org = t.org_state();
  if (org.status != OrgStatus::kActive) return denied(OutcomeCode::kDeniedOrganizationSuspended);
  const KeyState* key = org.find_key(ask.key_id);
  if (key == nullptr) return denied(OutcomeCode::kDeniedKeyUnknown);
  if (key->revoked) return denied(OutcomeCode::kDeniedKeyRevoked);
  if (key->expires_at && *key->expires_at <= t.now) return denied(OutcomeCode::kDeniedKeyExpired);
  if (!key->allows(ask.model)) return denied(OutcomeCode::kDeniedModelNotAllowed);
  if (ask.max_usage != nullptr) {
    if (std::optional<Refusal> refusal = price_ask(t, ask)) return refusal;
  }
  return refused_by_limits(*key, ask, t.now);
}

std::optional<Refusal> refused_by_money(Transition& t, const Ask& ask, const Budgets& budgets,
                                        const WindowStarts& windows) {
  if (auto detail = budget_without_room(budgets, ask.amount, windows, t.now)) {
    return denied(OutcomeCode::kDeniedBudget, std::move(*detail));
  }
  const OrgState& org = t.org_state();
  if (org.available() < ask.amount) {
    return denied(
        OutcomeCode::kDeniedCredits,
        CreditsDetail{Nano{narrow(ask.amount).value_or(INT64_MAX)}, org.balances().available_nano});
  }
  return std::nullopt;
}

const Budgets& budgets_of_hold(Transition& t, OrgState& org, const OrgId& org_id,
                               const ReservationState& reservation, const RequestContent& content) {
  std::vector<std::string_view>& tags = t.state.scratch.tags;
  tags.clear();
  ByteReader in(content.tags);
  for (std::uint64_t left = in.get_unsigned(); left > 0 && !in.failed(); --left) {
    tags.push_back(in.get_text());
  }
  const Scopes scopes{content.key_id, reservation.user_id.view(), reservation.team_id.view(),
                      content.model, org_id.view()};
  return budgets_that_apply(t, org, scopes, reservation.first_offset);
}

GrantedDetail granted_detail(Nano amount, TimeMs expires_at, const Budgets& budgets,
                             const WindowStarts& windows) {
  GrantedDetail detail{amount, expires_at, std::nullopt};
  if (const BudgetState* tightest = tightest_budget(budgets, windows)) {
    detail.tightest = tightest->standing(windows);
  }
  return detail;
}

void give_back(Transition& t, OrgState& org, ReservationObject& object,
               const RequestContent& content, const Budgets& budgets, HoldEnd how) {
  const ReservationState& reservation = object.record;
  NEMO_ASSERT(reservation.phase == ReservationPhase::kOpen);
  NEMO_ASSERT(org.held >= reservation.granted);
  org.held.value -= reservation.granted.value;
  KeyState* key = org.find_key(content.key_id);
  NEMO_ASSERT(key != nullptr && key->open_holds > 0);
  --key->open_holds;
  const WindowStarts& windows = t.windows_of_grant(reservation.granted_at);
  const TimeMs late_until = t.remembered_until();
  for (BudgetState* budget : budgets) {
    BudgetWindow& window = budget->open_window(windows, t.now);
    NEMO_ASSERT(window.held >= reservation.granted && window.open_holds > 0);
    window.held.value -= reservation.granted.value;
    --window.open_holds;
    if (how != HoldEnd::kSettled) window.late_until = std::max(window.late_until, late_until);
  }
  t.state.holds.remove(object);
}

}  // namespace nemo
