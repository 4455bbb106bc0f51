#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives: denied_organization_unknown, exists, exists_with_different_role (compared with the
// member_added that made the present member), accepted.
void apply(Transition& t, const MemberAdded& record);
// Each gives: denied_organization_unknown, not_found, accepted.
void apply(Transition& t, const MemberRoleChanged& record);
void apply(Transition& t, const MemberRemoved& record);

}  // namespace nemo
