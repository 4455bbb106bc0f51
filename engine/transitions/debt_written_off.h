#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown,
// invalid_amount_nano (more than is owed), accepted.
void apply(Transition& t, const DebtWrittenOff& record);

}  // namespace nemo
