#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// What Stripe does with money that is the platform's: all in kStripeOrg.

// Gives, in order: invalid_org_id, exists, exists_with_different_FIELD, accepted.
void apply(Transition& t, const StripeTransactionReported& record);

// What of such a movement was booked into suspense, below 0 where money went out; nothing where
// nobody told of it. In kStripeOrg.
std::optional<Nano> movement_in_suspense(Transition& t, const StripeId& transaction_id);

// Gives, in order: invalid_org_id, exists, exists_with_different_FIELD, accepted.
void apply(Transition& t, const StripePayoutReported& record);

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown, accepted.
void apply(Transition& t, const StripeEventNoted& record);

}  // namespace nemo
