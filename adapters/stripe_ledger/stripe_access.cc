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

}  // namespace

MakeStripeApi stripe_access(const std::string& api_key_file, const std::string& api_url) {
  auto key = std::make_shared<const stripe_api::ApiKey>(key_in(api_key_file));
  stripe_api::HttpStripeOptions options;
  if (!api_url.empty()) options.base_url = api_url;
  return [key, options](const std::stop_token& stop) mutable {
    options.stop = stop;
    return std::make_unique<stripe_api::HttpStripeApi>(
        stripe_api::ApiKey(key->revealed(), key->place()), options);
  };
}

}  // namespace nemo::stripe_ledger
