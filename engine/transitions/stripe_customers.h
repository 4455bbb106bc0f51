#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown, accepted: in
// kStripeOrg without effect, until it is known whose customer it is; else with the postings of
// payments whose fee a plan that is told late makes another. A plan that no plan_defined before it
// names changes nothing, and is flagged.
void apply(Transition& t, const StripeCustomerReported& record);

}  // namespace nemo
