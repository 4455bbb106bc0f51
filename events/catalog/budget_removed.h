#pragma once

#include <string_view>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// Removes a budget and forgets its counts.
struct BudgetRemoved {
  static constexpr std::string_view kName = "budget_removed";
  static constexpr int kTag = 41;

  Scope scope{};
  ScopeId scope_id;
  Period period{};

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kScope, 1, self.scope);
    visit(Field::kScopeId, 2, self.scope_id);
    visit(Field::kPeriod, 3, self.period);
  }
  bool operator==(const BudgetRemoved&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form. `org_id`: the
// envelope's.
Field check_form(const BudgetRemoved& record, const OrgId& org_id);

}  // namespace nemo
