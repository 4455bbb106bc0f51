#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives: exists, exists_with_different_name, denied_organization_unknown, accepted. A team_id is
// used up for ever, and a repeat is compared with what was created: also where the team has another
// name by now, or was removed. It does not come back by it.
void apply(Transition& t, const TeamCreated& record);
// Each gives: denied_organization_unknown, not_found (also of a removed team), accepted.
void apply(Transition& t, const TeamUpdated& record);
void apply(Transition& t, const TeamRemoved& record);

}  // namespace nemo
