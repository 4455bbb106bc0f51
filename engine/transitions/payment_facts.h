#pragma once

#include "engine/state/stripe_state.h"
#include "events/catalog/stripe_payment_reported.h"
#include "events/catalog/stripe_payout_reported.h"

namespace nemo {

// Adds what an event says to what is known. In any order, however often: the same end.
void add_facts(PaymentState& payment, const StripePaymentReported& said);
void add_facts(PaymentState& payment, const PaymentState& other);  // the same, under another name
void add_facts(PayoutState& payout, const StripePayoutReported& said);

// What of a payment went back to whoever paid, or is about to.
struct Returned {
  Wide refunded = 0;   // refunds that did not fail
  Wide withdrawn = 0;  // by disputes, less what was reinstated
  Wide disputed = 0;   // by disputes that are open and have withdrawn nothing
  Wide fees = 0;       // of disputes
};
Returned returned_of(const PaymentState& payment);

}  // namespace nemo
