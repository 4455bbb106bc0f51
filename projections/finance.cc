#include "projections/finance.h"

#include <algorithm>

namespace nemo {

void FinanceFold::add(const Envelope& envelope, std::span<const Outcome> lines) {
  for (const Outcome& line : lines) trial_balance_.add(line);
  incidents_.add(envelope, lines);
  suspense_.add(envelope, lines);
  const Outcome* own = own_line_in(lines);
  if (own == nullptr) return;
  payouts_.add(envelope, *own);
  payments_.add(envelope, *own);
}

std::vector<ExceptionRow> FinanceFold::exceptions() const {
  std::vector<ExceptionRow> rows = incidents_.rows();
  suspense_.add_open(rows);
  payments_.add_open(rows);
  payouts_.add_open(rows);
  std::sort(rows.begin(), rows.end(), is_before);
  return rows;
}

}  // namespace nemo
