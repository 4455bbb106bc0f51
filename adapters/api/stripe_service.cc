#include "adapters/api/stripe_service.h"

#include <chrono>

#include "adapters/daemon/data_directory.h"
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
  throw Failure{
      2,
      "--stripe-webhook-secret-file, --stripe-api-key-file: what Stripe tells is taken by "
      "a node that serves every partition; leave out --partitions, or the files"};
}

}  // namespace

StripeService::StripeService(Ledger& ledger, const identity::MasterKeys* masters,
                             const Options& options)
    : keys_(stripe_ledger::data_keys_of(options.data, masters)),
      intake_(ledger, owners_, keys_.get(), options.mode),
      follower_(ledger, owners_, {options.data / kStripeFolder, options.tell}),
      assignments_(ledger, owners_, follower_) {
  expect_all_partitions(ledger);
  if (!options.secret_file.empty()) {
    desk_ = std::make_unique<StripeDesk>(
        ledger, intake_, worker_,
        StripeDesk::Options{secrets_in(options.secret_file), options.now, options.tell});
  }
  if (!follower_.wait_until_told(kPatience)) {
    options.tell(
        "what Stripe told so far is still read; until then payments may look like nobody's");
  }
  if (options.access == nullptr) return;
  background_ = std::make_unique<stripe_ledger::Background>(
      ledger, owners_, intake_,
      stripe_ledger::Background::Options{options.data / kStripeFolder, options.access,
                                         options.ask_every, options.now, options.tell});
}

void StripeService::close() {
  assignments_.close();
  if (background_ != nullptr) background_->close();
  follower_.close();
}

void StripeService::add_metrics(MetricsText& text) {
  text.family("nemo_stripe_waiting_records", MetricsText::Kind::kGauge,
              "What Stripe told of payments and customers that are nobody's yet.");
  text.value(static_cast<std::int64_t>(owners_.waiting()));
  if (background_ != nullptr) background_->add_metrics(text);
}

}  // namespace nemo::api
