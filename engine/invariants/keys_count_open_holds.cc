#include "engine/invariants/keys_count_open_holds.h"

#include <map>

#include "engine/invariants/number_text.h"

namespace nemo {

void check_keys_count_open_holds(const PartitionState& state, Broken& broken) {
  const OpenHolds holds(state);
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    std::map<std::string_view, std::int64_t> counts;
    holds.each_of(org_id, [&counts](const OpenHolds::Hold& hold) {
      ++counts[read_request_content(hold.record.content).key_id];
    });
    for (const KeyState& key : org.keys) {
      const std::int64_t count = counts[key.key_id.view()];
      if (key.open_holds == count) continue;
      broken.push_back(std::string(org_id) + ": the key " + key.key_id.value + " counts " +
                       number_text(Wide{key.open_holds}) + " open holds of " +
                       number_text(Wide{count}));
    }
  });
}

}  // namespace nemo
