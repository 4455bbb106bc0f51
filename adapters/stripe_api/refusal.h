#pragma once

#include <string>

#include "adapters/stripe_api/http_exchange.h"
#include "adapters/stripe_api/stripe_error.h"

namespace nemo::stripe_api {

// What was asked, for messages.
struct Asked {
  std::string what;       // "GET /v1/charges/ch_1"
  std::string key_place;  // where the key lies
  int attempts = 1;
};

// The error that an answer other than a 2xx is; in its message what was asked, what Stripe says
// about it and the fix, and no key. Thread rule: any thread.
StripeError refusal_of(const HttpAnswer& answer, const Asked& asked);

}  // namespace nemo::stripe_api
