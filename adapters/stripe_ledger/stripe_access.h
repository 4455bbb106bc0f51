#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "adapters/stripe_api/stripe_api.h"

namespace nemo::stripe_ledger {

// How long a call may take, all of its attempts together.
enum class Patience : std::uint8_t {
  kMinutes,  // work that nobody waits for
  kSeconds,  // half a minute at most: somebody does
};

// Makes a client of Stripe's API that ends soon once `stop` is asked for. Each thread has its own.
// Thread rule: any thread.
using MakeStripeApi = std::function<std::unique_ptr<stripe_api::StripeApi>(
    Patience patience, const std::stop_token& stop)>;

// Whether the key in the file moves real money. Throws Failure (2) for a file that cannot be used.
bool is_live_key(const std::string& api_key_file);

// With the key in `api_key_file`; `api_url` empty: Stripe's own. Throws Failure (2) for a file that
// cannot be used.
MakeStripeApi stripe_access(const std::string& api_key_file, const std::string& api_url);

}  // namespace nemo::stripe_ledger
