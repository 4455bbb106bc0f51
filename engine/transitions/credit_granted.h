#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown,
// invalid_expires_at, invalid_amount_nano, accepted.
void apply(Transition& t, const CreditGranted& record);

}  // namespace nemo
