#include "events/catalog/budget_removed.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const BudgetRemoved& record, const OrgId& org_id) {
  return Form(org_id)
      .chosen(Field::kScope, record.scope)
      .scope_id(record.scope, record.scope_id)
      .chosen(Field::kPeriod, record.period)
      .first_wrong();
}

}  // namespace nemo
