#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/transitions/transition.h"

namespace nemo {

using Budgets = std::vector<BudgetState*>;

// Whom a call counts for; an empty text is nobody. Tags are the scratch's, sorted without repeats.
struct Scopes {
  std::string_view key_id;
  std::string_view user_id;
  std::string_view team_id;
  std::string_view model;
  std::string_view org_id;
};

// The budgets of all these scopes and of the tags in t.state.scratch in the order of checks: those
// set before `before`. The list is the scratch's, good until it is asked for again; the pointers
// until a budget is added or removed.
const Budgets& budgets_that_apply(Transition& t, OrgState& org, const Scopes& scopes,
                                  Offset before);

// The first of them that has no room for the amount in these windows.
std::optional<BudgetDetail> budget_without_room(const Budgets& budgets, Wide amount,
                                                const WindowStarts& windows, TimeMs now);

// The one with the least left in these windows, the first of equals; null for none.
const BudgetState* tightest_budget(const Budgets& budgets, const WindowStarts& windows);

// Answers a budget_alert for each threshold that is crossed in the window running at t.now and was
// not yet.
void alert_crossings(Transition& t, const Budgets& budgets);

}  // namespace nemo
