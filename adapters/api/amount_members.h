#pragma once

#include "adapters/api/decimal.h"
#include "events/outcomes/detail.h"
#include "events/wire/json_members.h"

namespace nemo::api {

inline void add_amount(wire::Members& members, std::string_view name, Wide nano) {
  append_decimal(nano, members.name(name));
}

inline Wide left_in(const BudgetStanding& budget) {
  return budget.limit_nano.wide() - budget.spent_nano.wide() - budget.held_nano.wide();
}

// scope, scope_id, period, limit, spent, held, left.
inline void add_standing(wire::Members& members, const BudgetStanding& budget) {
  members.plain("scope", enum_name(budget.scope));
  members.text("scope_id", budget.scope_id.view());
  members.plain("period", enum_name(budget.period));
  add_amount(members, "limit", budget.limit_nano.wide());
  add_amount(members, "spent", budget.spent_nano.wide());
  add_amount(members, "held", budget.held_nano.wide());
  add_amount(members, "left", left_in(budget));
}

}  // namespace nemo::api
