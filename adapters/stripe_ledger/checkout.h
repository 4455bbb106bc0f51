#pragma once

#include <string>

#include "adapters/stripe_api/stripe_api.h"
#include "events/values/time.h"

namespace nemo::stripe_ledger {

// A page of Stripe's where a buyer pays.
struct CheckoutSession {
  std::string id;  // cs_...
  std::string url;
  TimeMs expires_at;
};

// Begins one. An organization without a customer becomes one first; where the customer is not there
// any more it is for nobody whom Stripe knows. Throws stripe_api::StripeError.
CheckoutSession begin_checkout(stripe_api::StripeApi& stripe, stripe_api::CheckoutTopUp top_up);

}  // namespace nemo::stripe_ledger
