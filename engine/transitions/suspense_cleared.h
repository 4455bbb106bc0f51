#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown (but for
// kStripeOrg), invalid_object_id (a payment in kStripeOrg, which is assigned instead), not_found
// (nobody told of the movement or payment), invalid_amount_nano (against the sign of what stands in
// suspense, or more than that), accepted.
void apply(Transition& t, const SuspenseCleared& record);

}  // namespace nemo
