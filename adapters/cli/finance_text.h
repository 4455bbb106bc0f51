#pragma once

#include <string>
#include <vector>

#include "adapters/cli/table.h"
#include "projections/finance.h"

namespace nemo {

// A report as of some positions, as `--format` asks: for people (aligned, with sums), JSON (amounts
// are nano-units) or CSV (amounts are decimal).
struct FinanceText {
  const FinanceFold& finance;
  const std::vector<LogPosition>& positions;
  const std::string& format;

  std::string trial_balance() const;
  std::string payouts() const;
  std::string exceptions() const;
};

}  // namespace nemo
