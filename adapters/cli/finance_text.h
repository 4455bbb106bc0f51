#pragma once

#include <string>
#include <vector>

#include "adapters/api/route.h"
#include "projections/finance.h"

namespace nemo {

// A report as of some positions, as `--format` asks: for people (aligned, with sums), or JSON or
// CSV as the API answers it (adapters/api/finance_rows.h).
struct FinanceText {
  const FinanceFold& finance;
  const std::vector<LogPosition>& positions;
  const std::string& format;

  std::string trial_balance() const;
  std::string payouts() const;
  std::string exceptions() const;

 private:
  std::string for_programs(api::Operation report) const;
};

}  // namespace nemo
