#include "engine/invariants/queue_has_lot_ends.h"

#include <map>

#include "engine/invariants/number_text.h"

namespace nemo {
namespace {

bool has_lot(const OrgState& org, DueKey due) {
  return std::any_of(org.lots.begin(), org.lots.end(), [due](const Lot& lot) {
    return lot.expires_at == due.due && lot.offset == due.created;
  });
}

std::string lot_name(std::string_view org_id, DueKey due) {
  return std::string(org_id) + ": the end of the lot of offset " + number_text(Wide{due.created});
}

}  // namespace

void check_queue_has_lot_ends(const PartitionState& state, Broken& broken) {
  const auto& queued = state.lots.items();
  std::map<std::string_view, const OrgState*> orgs;
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    orgs[org_id] = &org;
    for (const Lot& lot : org.lots) {
      if (!lot.expires_at || *lot.expires_at <= state.globals.log_time) continue;
      if (*lot.expires_at >= state.lots.horizon()) continue;
      const DueKey due{*lot.expires_at, lot.offset};
      const auto item = queued.find(due);
      if (item != queued.end() && item->second.org_id == org_id) continue;
      broken.push_back(lot_name(org_id, due) + " is not queued");
    }
  });
  for (const auto& [due, item] : queued) {
    if (due.due <= state.globals.log_time) {
      broken.push_back(lot_name(item.org_id, due) + " is past and queued");
    }
    const auto org = orgs.find(item.org_id);
    if (org != orgs.end() && !has_lot(*org->second, due)) {
      broken.push_back(lot_name(item.org_id, due) + " is queued, but the lot is gone");
    }
  }
}

}  // namespace nemo
