#pragma once

#include <string>
#include <vector>

#include "adapters/api/route.h"
#include "projections/finance.h"

namespace nemo::api {

// Finance's reports as the API and the command line both give them: kGetTrialBalance, kListPayouts,
// kListFinanceExceptions. Amounts are decimal text in dollars, counts are text, and what is not
// there is left out. Thread rule: any thread; `finance` stands still.

// {"positions": [...], "lines" or "data": [...]}, and of exceptions "left_out".
std::string finance_json(Operation report, const FinanceFold& finance,
                         const std::vector<LogPosition>& positions);
// With a header line; see csv_of in rows.h.
std::string finance_csv(Operation report, const FinanceFold& finance);

}  // namespace nemo::api
