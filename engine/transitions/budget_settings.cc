#include "engine/transitions/budget_settings.h"

#include <algorithm>

#include "engine/transitions/budgets.h"

namespace nemo {
namespace {

template <class Record>
BudgetState named_by(const Record& record) {
  BudgetState wanted;
  wanted.scope = record.scope;
  wanted.scope_id = record.scope_id;
  wanted.period = record.period;
  return wanted;
}

// The budget, or where it would stand.
std::vector<BudgetState>::iterator place_of(OrgState& org, const BudgetState& wanted) {
  return std::lower_bound(
      org.budgets.begin(), org.budgets.end(), wanted,
      [](const BudgetState& a, const BudgetState& b) { return a.ordered_before(b); });
}

bool is_at(const OrgState& org, std::vector<BudgetState>::iterator place,
           const BudgetState& wanted) {
  return place != org.budgets.end() && !wanted.ordered_before(*place);
}

}  // namespace

void apply(Transition& t, const BudgetSet& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  BudgetSet normal = record;
  normalize(normal);
  OrgState& org = t.org_state();
  BudgetState wanted = named_by(record);
  auto budget = place_of(org, wanted);
  if (!is_at(org, budget, wanted)) {
    wanted.since = t.position.offset;
    budget = org.budgets.insert(budget, std::move(wanted));
  }
  budget->limit = *normal.limit_nano;
  budget->alert_percents = std::move(normal.alert_percents);
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
  alert_crossings(t, {&*budget});
}

void apply(Transition& t, const BudgetRemoved& record) {
  if (t.org == nullptr) {
    t.answer(OutcomeCode::kDeniedOrganizationUnknown);
    return;
  }
  OrgState& org = t.org_state();
  const BudgetState wanted = named_by(record);
  const auto budget = place_of(org, wanted);
  if (!is_at(org, budget, wanted)) {
    t.answer(OutcomeCode::kNotFound);
    return;
  }
  org.budgets.erase(budget);
  t.touch_org();
  t.answer(OutcomeCode::kAccepted);
}

}  // namespace nemo
