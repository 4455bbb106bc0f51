#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "adapters/api/rows.h"
#include "projections/finance.h"

namespace nemo::api {

// Finance's reports as lists: kGetTrialBalance, kListPayouts, kListFinanceExceptions.
std::vector<Row> finance_rows(Operation report, const FinanceFold& finance);
// The names of its cells, in CSV's order.
std::span<const std::string_view> finance_names(Operation report);

}  // namespace nemo::api
