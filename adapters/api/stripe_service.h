#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/api/metrics.h"
#include "adapters/api/stripe_desk.h"
#include "adapters/api/stripe_follower.h"
#include "adapters/api/stripe_intake.h"
#include "adapters/identity/master_key.h"

namespace nemo::api {

// What a service needs to take Stripe's webhooks: whose payments are, the keys that seal events,
// the desk and the follower. Thread rule: as theirs.
class StripeService {
 public:
  struct Options {
    std::filesystem::path data;
    std::filesystem::path secret_file;
    StripeMode mode = StripeMode::kAny;
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;
  };

  // `masters` null: the bodies of events are not kept. Throws Failure (2) for a file of secrets
  // that cannot be used.
  StripeService(Ledger& ledger, const identity::MasterKeys* masters, const Options& options);

  StripeDesk& desk() { return desk_; }
  void add_metrics(MetricsText& text);
  // Before the ledger is closed.
  void close() { follower_.close(); }

 private:
  stripe::Owners owners_;
  std::unique_ptr<stripe::DataKeys> keys_;  // null: events are not kept as they came
  StripeIntake intake_;
  StripeDesk desk_;
  StripeFollower follower_;
};

}  // namespace nemo::api
