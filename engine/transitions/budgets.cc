#include "engine/transitions/budgets.h"

#include <algorithm>

namespace nemo {
namespace {

class Gathering {
 public:
  Gathering(OrgState& org, Offset before) : org_(org), before_(before) {}

  void add(Scope scope, std::string_view scope_id) {
    if (scope_id.empty()) return;
    const auto [first, last] = org_.budgets_of(scope, scope_id);
    for (BudgetState* budget = first; budget != last; ++budget) {
      if (budget->since < before_) found_.push_back(budget);
    }
  }

  std::vector<BudgetState*> take() { return std::move(found_); }

 private:
  OrgState& org_;
  Offset before_;
  std::vector<BudgetState*> found_;
};

}  // namespace

std::vector<BudgetState*> budgets_that_apply(OrgState& org, const Scopes& scopes, Offset before) {
  if (org.budgets.empty()) return {};
  Gathering gathering(org, before);
  gathering.add(Scope::kKey, scopes.key_id);
  gathering.add(Scope::kUser, scopes.user_id);
  gathering.add(Scope::kTeam, scopes.team_id);
  for (const std::string_view tag : scopes.tags) gathering.add(Scope::kTag, tag);
  gathering.add(Scope::kModel, scopes.model);
  gathering.add(Scope::kOrganization, scopes.org_id);
  return gathering.take();
}

std::optional<BudgetDetail> budget_without_room(const std::vector<BudgetState*>& budgets,
                                                Nano amount, TimeMs window_time, TimeMs now) {
  for (const BudgetState* budget : budgets) {
    const BudgetWindow window = budget->window_at(window_time);
    if (window.spent.wide() + window.held.wide() + amount.wide() <= budget->limit.wide()) continue;
    return BudgetDetail{budget->standing(window_time), window_end(budget->period, now)};
  }
  return std::nullopt;
}

std::optional<BudgetStanding> tightest_budget(const std::vector<BudgetState*>& budgets,
                                              TimeMs window_time) {
  const BudgetState* tightest = nullptr;
  Wide least = 0;
  for (const BudgetState* budget : budgets) {
    const BudgetWindow window = budget->window_at(window_time);
    const Wide left = budget->limit.wide() - window.spent.wide() - window.held.wide();
    if (tightest == nullptr || left < least) {
      tightest = budget;
      least = left;
    }
  }
  if (tightest == nullptr) return std::nullopt;
  return tightest->standing(window_time);
}

void alert_crossings(Transition& t, const std::vector<BudgetState*>& budgets) {
  for (BudgetState* budget : budgets) {
    const BudgetWindow window = budget->window_at(t.now);
    if (window.spent.value <= 0) continue;
    if (budget->alerted_window != window.start) {
      budget->alerted_window = window.start;
      budget->alerted.clear();
    }
    for (const std::int64_t percent : budget->alert_percents) {
      if (window.spent.wide() * 100 < budget->limit.wide() * percent) break;
      const auto place = std::lower_bound(budget->alerted.begin(), budget->alerted.end(), percent);
      if (place != budget->alerted.end() && *place == percent) continue;
      budget->alerted.insert(place, percent);
      Outcome& line = t.follow(OutcomeCode::kBudgetAlert, t.envelope.org_id, t.org_state());
      line.detail = AlertDetail{budget->scope, budget->scope_id, budget->period, percent};
    }
  }
}

}  // namespace nemo
