#pragma once

#include <optional>

#include "engine/state/stripe_state.h"
#include "engine/transitions/transition.h"
#include "events/catalog/stripe_payment_reported.h"

namespace nemo {

// Stripe tells of one payment by its intent's id or by a charge's (its invoice's, its session's
// where it has none); a record that names two of them says that they are one. Everything is
// booked under one name, whatever came first: the intent's, else the smallest. Two intents are two
// payments, though one invoice is of both: its name is then the first's that told it.

// What is known under an id of Stripe's; null: nothing. Within the organization of the transition.
Object<StripeState>* find_stripe(Transition& t, const StripeId& id);

// The name that a payment is booked under; the same where nobody said another. Within the
// organization of the transition.
StripeId payment_name(Transition& t, const StripeId& payment_id);

// A payment and all that is known of it, and the other that a record says is the same: what was
// booked of that is booked under the name from now on.
struct NamedPayment {
  StripeId name;
  PaymentState payment;
  StripeId joined_name;  // "": none
  PaymentState joined;   // its books alone, of a payment that moved
};
// Reads, and changes nothing.
NamedPayment find_payment(Transition& t, const StripeId& payment_id);
NamedPayment find_payment(Transition& t, const StripePaymentReported& said);
// Writes both, and that the other name is the same payment's.
void keep_payment(Transition& t, NamedPayment payment);

}  // namespace nemo
