#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// A limit on what a scope spends in a period. ORGANIZATION's scope_id is the org_id. Alerts left
// out are 50, 80, 100 percent.
struct BudgetSet {
  static constexpr std::string_view kName = "budget_set";
  static constexpr int kTag = 40;

  Scope scope{};
  ScopeId scope_id;
  Period period{};
  std::optional<Nano> limit_nano;
  std::vector<std::int64_t> alert_percents;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kScope, 1, self.scope);
    visit(Field::kScopeId, 2, self.scope_id);
    visit(Field::kPeriod, 3, self.period);
    visit(Field::kLimitNano, 4, self.limit_nano);
    visit(Field::kAlertPercents, 5, self.alert_percents);
  }
  bool operator==(const BudgetSet&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form. `org_id`: the
// envelope's.
Field check_form(const BudgetSet& record, const OrgId& org_id);

}  // namespace nemo
