#include "engine/transitions/budgets.h"

#include <algorithm>

namespace nemo {
namespace {

void gather(Budgets& found, OrgState& org, Scope scope, std::string_view scope_id, Offset before) {
  if (scope_id.empty()) return;
  const auto [first, last] = org.budgets_of(scope, scope_id);
  for (BudgetState* budget = first; budget != last; ++budget) {
    if (budget->since < before) found.push_back(budget);
  }
}

bool holds_percent(const std::vector<std::int64_t>& percents, std::int64_t percent) {
  return std::binary_search(percents.begin(), percents.end(), percent);
}

void give_alert(Transition& t, BudgetState& budget, std::int64_t percent) {
  budget.alerted.insert(std::lower_bound(budget.alerted.begin(), budget.alerted.end(), percent),
                        percent);
  Outcome& line = t.follow(OutcomeCode::kBudgetAlert, t.envelope.org_id, t.org_state());
  line.detail = AlertDetail{budget.scope, budget.scope_id, budget.period, percent};
}

}  // namespace

const Budgets& budgets_that_apply(Transition& t, OrgState& org, const Scopes& scopes,
                                  Offset before) {
  Budgets& found = t.state.scratch.budgets;
  found.clear();
  if (org.budgets.empty()) return found;
  gather(found, org, Scope::kKey, scopes.key_id, before);
  gather(found, org, Scope::kUser, scopes.user_id, before);
  gather(found, org, Scope::kTeam, scopes.team_id, before);
  for (const std::string_view tag : t.state.scratch.tags) {
    gather(found, org, Scope::kTag, tag, before);
  }
  gather(found, org, Scope::kModel, scopes.model, before);
  gather(found, org, Scope::kOrganization, scopes.org_id, before);
  return found;
}

std::optional<BudgetDetail> budget_without_room(const Budgets& budgets, Wide amount,
                                                const WindowStarts& windows, TimeMs now) {
  for (const BudgetState* budget : budgets) {
    const BudgetWindow& window = budget->window(windows);
    if (window.spent.wide() + window.held.wide() + amount <= budget->limit.wide()) continue;
    return BudgetDetail{budget->standing(windows), window_end(budget->period, now)};
  }
  return std::nullopt;
}

const BudgetState* tightest_budget(const Budgets& budgets, const WindowStarts& windows) {
  const BudgetState* tightest = nullptr;
  Wide least = 0;
  for (const BudgetState* budget : budgets) {
    const BudgetWindow& window = budget->window(windows);
    const Wide left = budget->limit.wide() - window.spent.wide() - window.held.wide();
    if (tightest == nullptr || left < least) {
      tightest = budget;
      least = left;
    }
  }
  return tightest;
}

void alert_crossings(Transition& t, const Budgets& budgets) {
  for (BudgetState* budget : budgets) {
    const BudgetWindow& window = budget->window(t.windows_now());
    if (window.spent.value <= 0) continue;
    for (const std::int64_t percent : budget->alert_percents) {
      if (window.spent.wide() * 100 < budget->limit.wide() * percent) break;
      const TimeMs start = t.windows_now().start(budget->period);
      if (budget->alerted_window != start) {
        budget->alerted_window = start;
        budget->alerted.clear();
      }
      if (!holds_percent(budget->alerted, percent)) give_alert(t, *budget, percent);
    }
  }
}

}  // namespace nemo
