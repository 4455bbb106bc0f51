#pragma once

#include <cstdint>

#include "adapters/stripe_api/http_exchange.h"

namespace nemo::stripe_api {

struct RetryLimits {
  int attempts_max = 5;
  long first_pause_ms = 500;  // doubles with each attempt
  long pause_ms_max = 8'000;
  long asked_pause_ms_max = 60'000;  // what Stripe may ask for by Retry-After
};

// Whether the same request may fare better: what Stripe-Should-Retry says, else 409 (another
// request holds the object or the key), 429, 5xx, or no answer at all. Every write carries an
// Idempotency-Key, so none is done twice.
bool is_worth_another(const HttpAnswer& answer);

// How long to wait after so many attempts (from 1): between half and all of the pause that doubles,
// by `random`, so that many who failed at once do not come back at once; at least what Stripe asks.
long pause_ms(const HttpAnswer& answer, int attempts, const RetryLimits& limits,
              std::uint32_t random);

}  // namespace nemo::stripe_api
