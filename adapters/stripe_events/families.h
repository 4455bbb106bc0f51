#pragma once

#include "adapters/stripe_events/reading.h"

// One reader a family of events; each has a file of its own.
namespace nemo::stripe_events {

void read_checkout(Reading& reading);
void read_payment_intent(Reading& reading);
void read_charge(Reading& reading);
void read_refund(Reading& reading);
void read_dispute(Reading& reading);
void read_invoice(Reading& reading);
void read_invoice_payment(Reading& reading);
void read_customer(Reading& reading);
void read_subscription(Reading& reading);
void read_payout(Reading& reading);
void read_balance_transaction(Reading& reading);
void read_risk(Reading& reading);

// A refund as an element of a charge's list, or alone.
StripeRefund refund_of(const ObjectView& refund);
// A movement of the balance that a charge or refund has expanded in it.
void add_expanded_transaction(Reading& reading, const StripePaymentKeys& keys);

}  // namespace nemo::stripe_events
