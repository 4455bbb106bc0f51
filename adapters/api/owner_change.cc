#include "adapters/api/owner_change.h"

#include "adapters/api/fault.h"

namespace nemo::api {

OwnerChange::OwnerChange(OwnerChanges& all, const OrgId& org_id) : all_(all), org_id_(org_id) {
  const std::lock_guard lock(all_.mutex);
  if (all_.under_way.insert(org_id_.value).second) return;
  throw Fault{FaultCode::kConflict,
              "another change of the organization's owners is under way: ask again"};
}

OwnerChange::~OwnerChange() { end(); }

void OwnerChange::end() {
  const std::lock_guard lock(all_.mutex);
  if (!ended_) all_.under_way.erase(org_id_.value);
  ended_ = true;
}

}  // namespace nemo::api
