#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives: exists, exists_with_different_FIELD, denied_organization_unknown, accepted.
void apply(Transition& t, const KeyCreated& record);
// Each gives: denied_organization_unknown, not_found, accepted. A revoked key stays revoked.
void apply(Transition& t, const KeyUpdated& record);
void apply(Transition& t, const KeyRevoked& record);
void apply(Transition& t, const KeyRotated& record);

}  // namespace nemo
