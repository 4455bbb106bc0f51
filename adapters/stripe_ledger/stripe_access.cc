#include "adapters/stripe_ledger/stripe_access.h"

#include "adapters/daemon/ledger.h"
#include "adapters/identity/secret_source.h"
#include "adapters/stripe_api/http_stripe_api.h"

namespace nemo::stripe_ledger {
namespace {

stripe_api::ApiKey key_in(const std::string& file) try {
  if (file.empty()) {
    throw Failure{2, "--stripe-api-key-file: missing; name the file of a key of Stripe's API"};
  }
  const identity::Secret secret =
      identity::read_secret("file:" + file, "the key of Stripe's API (--stripe-api-key-file)");
  return stripe_api::ApiKey(secret.revealed(), file);
} catch (const identity::SecretUnusable& unusable) {
  throw Failure{2, unusable.message};
} catch (const stripe_api::KeyUnusable& unusable) {
  throw Failure{2, unusable.message};
}

stripe_api::HttpStripeOptions options_of(Patience patience, const std::string& api_url) {
  stripe_api::HttpStripeOptions options;
  if (!api_url.empty()) options.base_url = api_url;
  if (patience == Patience::kMinutes) return options;
  options.limits.connect_ms = 5'000;
  options.limits.timeout_ms = 10'000;
  options.retries.attempts_max = 2;
  options.retries.asked_pause_ms_max = 2'000;
  return options;
}

}  // namespace

bool is_live_key(const std::string& api_key_file) { return key_in(api_key_file).is_live(); }

MakeStripeApi stripe_access(const std::string& api_key_file, const std::string& api_url) {
  auto key = std::make_shared<const stripe_api::ApiKey>(key_in(api_key_file));
  if (!api_url.empty() && !stripe_api::is_base_url(api_url)) {
    throw Failure{2, "--stripe-api-url: \"" + api_url +
                         "\" is neither https://HOST[:PORT] nor http:// on loopback"};
  }
  return [key, api_url](Patience patience, const std::stop_token& stop) {
    stripe_api::HttpStripeOptions options = options_of(patience, api_url);
    options.stop = stop;
    return std::make_unique<stripe_api::HttpStripeApi>(
        stripe_api::ApiKey(key->revealed(), key->place()), options);
  };
}

}  // namespace nemo::stripe_ledger
