#pragma once

#include <optional>

#include "adapters/cli/options.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// An organization as it stood after a record of its partition, or at a time.
struct OrgView {
  OrgId org_id;
  PartitionId partition = 0;
  std::optional<LogPosition> position;  // the last record it counts; nothing before the first
  TimeMs at;                            // that record's log time, or the time asked for
  OrgState state;
};

// As of all records. Throws Failure (1) if there is no such organization.
OrgView view_now(Ledger& ledger, const OrgId& org_id);

// As of a past position (that record included) or a time (what falls due by then included), by
// stepping the organization's partition again from zero. Throws Failure: 2 for a position that is
// not the partition's, 1 if there was no such organization then.
OrgView view_at(Ledger& ledger, const OrgId& org_id, const Moment& moment);

// A key with the counters of the minute that holds `now`.
KeyState counted_now(KeyState key, TimeMs now);
// A budget in the window that holds `at`, and what it has left.
BudgetStanding standing_at(const BudgetState& budget, TimeMs at);
Wide left_in(const BudgetStanding& standing);

}  // namespace nemo
