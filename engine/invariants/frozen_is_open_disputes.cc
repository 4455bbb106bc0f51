#include "engine/invariants/frozen_is_open_disputes.h"

#include <map>

#include "engine/invariants/number_text.h"

namespace nemo {

void check_frozen_is_open_disputes(const PartitionState& state, Broken& broken) {
  if (!is_whole(state)) return;
  std::map<std::string_view, Wide> sums;
  state.stripe.each([&sums](const Object<StripeState>& object) {
    if (!object.record.payment || object.record.payment->frozen.value == 0) return;
    sums[org_of_key(object.key)] += object.record.payment->frozen.wide();
  });
  const auto expect = [&broken](std::string_view org_id, Wide frozen, Wide sum) {
    if (frozen == sum) return;
    broken.push_back(std::string(org_id) + ": frozen is " + number_text(frozen) +
                     ", the payments freeze " + number_text(sum));
  };
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    const auto found = sums.find(org_id);
    expect(org_id, org.frozen().wide(), found == sums.end() ? 0 : found->second);
    if (found != sums.end()) sums.erase(found);
  });
  for (const auto& [org_id, sum] : sums) expect(org_id, 0, sum);
}

}  // namespace nemo
