#include "engine/invariants/balance_is_lots.h"

#include "engine/invariants/number_text.h"

namespace nemo {

void check_balance_is_lots(const OrgState& org, Broken& broken) {
  Wide sum = 0;
  for (const Lot& lot : org.lots) sum += lot.left.wide();
  if (org.balance.value < 0 ? org.lots.empty() : org.balance.wide() == sum) return;
  broken.push_back("the balance is " + number_text(org.balance) + ", the lots sum to " +
                   number_text(sum));
}

void check_balance_is_lots(const PartitionState& state, Broken& broken) {
  ask_each_org(state, broken,
               [](const OrgState& org, Broken& out) { check_balance_is_lots(org, out); });
}

}  // namespace nemo
