#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "adapters/stripe_api/stripe_api.h"
#include "adapters/stripe_ledger/asked.h"
#include "adapters/stripe_ledger/intake.h"

namespace nemo::stripe_ledger {

// Asks Stripe for what no webhook told: events that were missed (Stripe keeps them for 30 days),
// every movement of Stripe's balance with its fee, and which of them each payout is made of. What
// was told before changes nothing. How far it has asked lies in a small file of the folder; it asks
// again from ten minutes before, and tells the ledger nothing twice of what it finds there. Thread
// rule: one thread.
class CatchUp {
 public:
  struct Counts {
    std::int64_t events = 0;
    std::int64_t transactions = 0;
    std::int64_t payouts = 0;  // whose transactions are known now
    std::int64_t news = 0;     // records that the ledger did not have
  };
  struct Options {
    std::filesystem::path folder;
    std::function<TimeMs()> now;
    std::function<void(const Counts&)> progress;  // now and then; may throw to end it
  };

  CatchUp(Ledger& ledger, Intake& intake, stripe_api::StripeApi& stripe, Options options);

  // Throws stripe_api::StripeError, Failure; what was done by then stays done.
  Counts run();

 private:
  void ask_events();
  void ask_about(const StripeNews& news);
  void ask_invoice(const StripeId& invoice_id, TimeMs told_at);
  stripe_api::Page events_of(stripe_api::ListFrom& from);
  void ask_transactions();
  void ask_payouts();
  void want_payout(const StripeId& payout_id);
  bool ask_payout(const std::string& payout_id);
  void tell_list(const std::string& payout_id, TimeMs created, const std::vector<StripeId>& ids);
  std::vector<StripeId> transactions_of(const std::string& payout_id);
  bool was_told(const StripeId& id) const { return asked_.told.contains(id.value); }
  void remember(const StripeId& id, std::int64_t at);
  void forget_told();
  void append(const StripeNews& news, std::string_view text);
  void append(Envelope record);

  Ledger& ledger_;
  Intake& intake_;
  stripe_api::StripeApi& stripe_;
  Options options_;
  std::int64_t started_ = 0;  // seconds
  Asked asked_;
  Counts counts_;
};

}  // namespace nemo::stripe_ledger
