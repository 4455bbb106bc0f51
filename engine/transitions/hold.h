#pragma once

#include <optional>
#include <vector>

#include "engine/transitions/budgets.h"
#include "engine/transitions/transition.h"

namespace nemo {

// What a reservation or an increase asks for.
struct Ask {
  std::string_view key_id;
  std::string_view model;
  bool is_increase = false;          // counts tokens alone against the limits
  const Usage* max_usage = nullptr;  // to be priced instead of `amount`
  Wide amount = 0;  // beyond 64 bits where `max_usage` costs so much: more than anybody has
  std::int64_t estimated_tokens = 0;
};

// Why an ask is refused. `name` is a denied_ outcome.
struct Refusal {
  OutcomeName name;
  Detail detail;
};

// The checks from the organization's state up to parallel_requests, in their order; prices
// `max_usage` on the way, into `amount`. Nothing changes.
std::optional<Refusal> refused_before_budgets(Transition& t, Ask& ask);
// Budgets, then credits.
std::optional<Refusal> refused_by_money(Transition& t, const Ask& ask, const Budgets& budgets,
                                        const WindowStarts& windows);

// The budgets a granted reservation is held in, as far as still in force (budgets_that_apply).
const Budgets& budgets_of_hold(Transition& t, OrgState& org, const OrgId& org_id,
                               const ReservationState& reservation, const RequestContent& content);

// What a granted reservation or increase answers: the amount, the end and the tightest budget.
GrantedDetail granted_detail(Nano amount, TimeMs expires_at, const Budgets& budgets,
                             const WindowStarts& windows);

// How an open hold ended.
enum class HoldEnd { kSettled, kReleased, kExpired };

// Gives an open hold back everywhere it counts; `budgets` are those it is held in.
void give_back(Transition& t, OrgState& org, ReservationObject& object,
               const RequestContent& content, const Budgets& budgets, HoldEnd how);

}  // namespace nemo
