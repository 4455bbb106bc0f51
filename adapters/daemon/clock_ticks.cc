#include "adapters/daemon/clock_ticks.h"

#include <string>

#include "engine/state/object_key.h"

namespace nemo {
namespace {

std::optional<OrgId> any_organization(PartitionId partition, StateStore& store) {
  std::optional<OrgId> found;
  const auto kind = static_cast<char>(ObjectKind::kOrg);
  store.scan(partition, std::string(1, kind), std::string(1, static_cast<char>(kind + 1)),
             [&found](std::string_view key, std::string_view) {
               found.emplace(std::string(org_of_key(key)));
               return false;
             });
  return found;
}

}  // namespace

std::optional<OrgId> due_for_tick(PartitionState& state, StateStore& store, TimeMs wall) {
  if (!state.globals.live || wall <= state.globals.log_time) return std::nullopt;
  if (const HoldQueue::Hold* hold = state.holds.first_due(wall)) {
    return OrgId(std::string(org_of_key(hold->key)));
  }
  const auto& lots = state.lots.items();
  if (!lots.empty() && lots.begin()->first.due <= wall) return OrgId(lots.begin()->second.org_id);
  if (day_of(wall) == day_of(state.globals.log_time)) return std::nullopt;
  return any_organization(state.partition, store);
}

}  // namespace nemo
