#pragma once

#include "events/outcomes/outcome_name.h"

namespace nemo {

// What an organization is told of by itself, on the list of its alerts and by its webhook.
constexpr bool is_alert(OutcomeCode code) {
  return code == OutcomeCode::kBudgetAlert || code == OutcomeCode::kBalanceLow;
}

}  // namespace nemo
