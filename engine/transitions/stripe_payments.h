#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Gives, in order: exists, exists_with_different_FIELD, denied_organization_unknown (but for
// kStripeOrg), invalid_amount_nano, accepted: with the postings of what it changed, maybe none,
// then credit_expired for lots past their end that a dispute's freeze kept.
void apply(Transition& t, const StripePaymentReported& record);

// The first decides for ever whose the object is. Gives, in order: invalid_org_id, exists,
// exists_with_different_FIELD (assigned_org_id: it is another's; charge_id: it is that one's, and
// the charge is news), accepted: with the postings that take what was booked back.
void apply(Transition& t, const StripeObjectAssigned& record);

}  // namespace nemo
