#pragma once

#include "adapters/stripe_api/stripe_error.h"
#include "adapters/stripe_events/stripe_news.h"

namespace nemo::stripe_ledger {

// The movement of Stripe's balance that the news is of; null: of something else.
const StripeTransactionReported* transaction_of(const StripeNews& news);

// Of an invoice that was paid, which does not say by what payment; empty: of something else.
StripeId invoice_without_payment(const StripeNews& news);

// Of a payout whose list is whole from here on; empty: of something else.
StripeId reconciled_payout(const StripeNews& news);

// Whatever is asked later, it is answered alike.
bool is_never_told(const stripe_api::StripeError& error);

}  // namespace nemo::stripe_ledger
