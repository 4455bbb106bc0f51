#include "engine/invariants/lots_in_spending_order.h"

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

// Lots of one record are as they came: a plan told late gives several payments more at once.
bool may_follow(const Lot& before, const Lot& lot) {
  return before.spends_before(lot) ||
         (!lot.spends_before(before) && lot.grant_id != before.grant_id);
}

}  // namespace

void check_lots_in_spending_order(const OrgState& org, Broken& broken) {
  for (std::size_t place = 0; place < org.lots.size(); ++place) {
    const Lot& lot = org.lots[place];
    if (lot.left.value <= 0) {
      broken.push_back("the lot of offset " + number_text(Wide{lot.offset}) + " has " +
                       number_text(lot.left) + " left");
    }
    if (place > 0 && !may_follow(org.lots[place - 1], lot)) {
      broken.push_back("the lot of offset " + number_text(Wide{lot.offset}) + " is out of order");
    }
  }
}

void check_lots_in_spending_order(const PartitionState& state, Broken& broken) {
  ask_each_org(state, broken,
               [](const OrgState& org, Broken& out) { check_lots_in_spending_order(org, out); });
}

}  // namespace nemo
