#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/transitions/transition.h"

namespace nemo {

// Whom a call counts for; an empty text is nobody. Tags sorted without repeats.
struct Scopes {
  std::string_view key_id;
  std::string_view user_id;
  std::string_view team_id;
  std::vector<std::string_view> tags;
  std::string_view model;
  std::string_view org_id;
};

// The budgets of all these scopes in the order of checks: those set before `before`. The pointers
// are good until a budget is added or removed.
std::vector<BudgetState*> budgets_that_apply(OrgState& org, const Scopes& scopes, Offset before);

// The first of them that has no room for the amount in the window of `window_time`.
std::optional<BudgetDetail> budget_without_room(const std::vector<BudgetState*>& budgets,
                                                Nano amount, TimeMs window_time, TimeMs now);

// The one with the least left in the window of `window_time`, the first of equals.
std::optional<BudgetStanding> tightest_budget(const std::vector<BudgetState*>& budgets,
                                              TimeMs window_time);

// Answers a budget_alert for each threshold that is crossed in the window running at t.now and was
// not yet.
void alert_crossings(Transition& t, const std::vector<BudgetState*>& budgets);

}  // namespace nemo
