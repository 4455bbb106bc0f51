#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/api/assignments.h"
#include "adapters/api/metrics.h"
#include "adapters/api/stripe_desk.h"
#include "adapters/identity/master_key.h"
#include "adapters/stripe_ledger/background.h"
#include "adapters/stripe_ledger/follower.h"
#include "adapters/stripe_ledger/intake.h"

namespace nemo::api {

// What a service needs for Stripe: whose payments are, the keys that seal events, the desk of its
// webhooks, the follower, who assigns, and what asks Stripe by itself. Thread rule: as theirs.
class StripeService {
 public:
  struct Options {
    std::filesystem::path data;
    std::filesystem::path secret_file;    // empty: no webhooks are taken
    stripe_ledger::MakeStripeApi access;  // null: Stripe is asked for nothing
    std::chrono::milliseconds ask_every{60'000};
    stripe_ledger::Mode mode = stripe_ledger::Mode::kAny;
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;
  };

  // `masters` null: the bodies of events are not kept. Throws Failure (2) for a file of secrets
  // that cannot be used.
  StripeService(Ledger& ledger, const identity::MasterKeys* masters, const Options& options);

  StripeDesk* desk() { return desk_.get(); }  // null: no webhooks are taken
  Assignments* assignments() { return &assignments_; }
  // Stripe's customer that the organization is; empty: it is none.
  StripeId customer_of(const OrgId& org_id) { return owners_.customer_of(org_id); }
  void add_metrics(MetricsText& text);
  // Before the ledger is closed.
  void close();

 private:
  stripe::Owners owners_;
  std::unique_ptr<stripe::DataKeys> keys_;  // null: events are not kept as they came
  stripe_ledger::Intake intake_;
  std::unique_ptr<StripeDesk> desk_;
  Worker worker_;  // the desk's
  stripe_ledger::Follower follower_;
  Assignments assignments_;
  std::unique_ptr<stripe_ledger::Background> background_;
};

}  // namespace nemo::api
