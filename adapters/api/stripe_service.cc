#include "adapters/api/stripe_service.h"

#include <chrono>

#include "adapters/stripe/webhook_secrets.h"
#include "adapters/stripe_ledger/sealing_keys.h"

namespace nemo::api {
namespace {

// Until it is known whose payments are: events that come before would wait in kStripeOrg.
constexpr std::chrono::minutes kPatience{1};

std::vector<std::string> secrets_in(const std::filesystem::path& file) try {
  return stripe::read_webhook_secrets(file);
} catch (const stripe::FileUnusable& unusable) {
  throw Failure{2, std::string("--stripe-webhook-secret-file: ") + unusable.what()};
}

// An event's records lie in several partitions, and each is decided before it is answered.
void expect_all_partitions(Ledger& ledger) {
  if (ledger.standing().partitions.size() == kPartitionCount) return;
  throw Failure{2,
                "--stripe-webhook-secret-file: webhooks are taken by a node that serves every "
                "partition; leave out --partitions, or the secrets"};
}

}  // namespace

StripeService::StripeService(Ledger& ledger, const identity::MasterKeys* masters,
                             const Options& options)
    : keys_(stripe_ledger::data_keys_of(options.data, masters)),
      intake_(ledger, owners_, keys_.get(), options.mode),
      desk_(ledger, intake_, {secrets_in(options.secret_file), options.now, options.tell}),
      follower_(ledger, owners_, {options.data / "stripe", options.tell}) {
  expect_all_partitions(ledger);
  if (follower_.wait_until_told(kPatience)) return;
  options.tell("what Stripe told so far is still read; until then payments may look like nobody's");
}

void StripeService::add_metrics(MetricsText& text) {
  text.family("nemo_stripe_waiting_records", MetricsText::Kind::kGauge,
              "What Stripe told of payments and customers that are nobody's yet.");
  text.value(static_cast<std::int64_t>(owners_.waiting()));
}

}  // namespace nemo::api
