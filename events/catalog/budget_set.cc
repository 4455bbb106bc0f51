#include "events/catalog/budget_set.h"

#include <algorithm>

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const BudgetSet& record, const OrgId& org_id) {
  const bool percents_are_right =
      std::all_of(record.alert_percents.begin(), record.alert_percents.end(),
                  [](std::int64_t percent) { return percent >= 1 && percent <= 100; });
  return Form(org_id)
      .chosen(Field::kScope, record.scope)
      .scope_id(record.scope, record.scope_id)
      .chosen(Field::kPeriod, record.period)
      .required_at_least(Field::kLimitNano, record.limit_nano, 0)
      .expect(Field::kAlertPercents, percents_are_right)
      .first_wrong();
}

}  // namespace nemo
