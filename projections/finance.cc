#include "projections/finance.h"

#include <algorithm>

namespace nemo {

void FinanceFold::add(const Envelope& envelope, std::span<const Outcome> lines) {
  for (const Outcome& line : lines) trial_balance_.add(line);
  incidents_.add(envelope, lines);
  suspense_.add(envelope, lines);
  const Outcome* own = own_line_in(lines);
  if (own == nullptr) return;
  left_out_prices_.add(envelope, *own);
  payouts_.add(envelope, *own);
  payments_.add(envelope, *own);
  see_owner(envelope, *own);
}

void FinanceFold::see_owner(const Envelope& envelope, const Outcome& own) {
  const auto* assigned = std::get_if<StripeObjectAssigned>(&envelope.payload);
  if (assigned == nullptr || own.name.code != OutcomeCode::kAccepted) return;
  owners_[assigned->object_id.value] = assigned->assigned_org_id;
  if (!assigned->charge_id.empty()) owners_[assigned->charge_id.value] = assigned->assigned_org_id;
}

std::vector<ExceptionRow> FinanceFold::exceptions() const {
  std::vector<ExceptionRow> rows = incidents_.rows();
  for (ExceptionRow& row : rows) {
    if (row.object_id.empty() || row.org_id.value != kStripeOrg) continue;
    const auto owner = owners_.find(row.object_id);
    if (owner != owners_.end()) row.org_id = owner->second;
  }
  left_out_prices_.add_open(rows);
  suspense_.add_open(rows);
  payments_.add_open(rows);
  payouts_.add_open(rows);
  std::sort(rows.begin(), rows.end(), is_before);
  return rows;
}

}  // namespace nemo
