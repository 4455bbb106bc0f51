#include "engine/invariants/held_is_open_holds.h"

#include "engine/invariants/number_text.h"

namespace nemo {

void check_held_is_open_holds(const PartitionState& state, Broken& broken) {
  const OpenHolds holds(state);
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    Wide sum = org.frozen().wide();
    holds.each_of(org_id,
                  [&sum](const OpenHolds::Hold& hold) { sum += hold.record.granted.wide(); });
    if (org.held.wide() == sum) return;
    broken.push_back(std::string(org_id) + ": held is " + number_text(org.held) +
                     ", the open holds sum to " + number_text(sum));
  });
}

}  // namespace nemo
