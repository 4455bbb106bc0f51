#pragma once

#include "engine/transitions/transition.h"

namespace nemo {

// Low balances and automatic top-ups. Whether one may be bought is decided here; the payment is
// taken by whoever asked, and its end comes as Stripe's news.

// Gives denied_organization_unknown, accepted.
void apply(Transition& t, const AutoTopUpSet& record);
// Gives, in order: denied_organization_unknown, not_found, accepted.
void apply(Transition& t, const AutoTopUpRemoved& record);
// Gives, in order: exists, denied_organization_unknown, denied_organization_suspended, not_found
// (nothing is to be bought), denied_top_up (also where each customer that was told of is gone),
// accepted. After n failures in a row nothing is bought
// for 2^(n-1) hours, at most a day; one that has not ended after a day counts as failed.
void apply(Transition& t, const TopUpRequested& record);

// Gives denied_organization_unknown, accepted: without effect on one that is not under way.
void apply(Transition& t, const TopUpFailed& record);

// Whether a payment that an automatic top-up asked for has ended, by what its events told and by
// what the last of them said of its status.
// The events of one are told in any order: its success takes its failure back, a failure after it
// does nothing, and more of either count once. Which top-up asked for it one of the payment's
// events has to tell, before or after its success; of a payment that none did it of nothing is
// known, and the top-up fails when its time is over.
void end_top_up(Transition& t, const PaymentState& payment, PaymentStatus said);

// balance_low, once, when the balance has come below what the organization set.
void tell_low_balance(Transition& t, const OrgId& org_id, OrgState& org);

}  // namespace nemo
