#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include "adapters/stripe/owners.h"
#include "adapters/stripe_api/stripe_api.h"
#include "adapters/stripe_api/stripe_error.h"
#include "adapters/stripe_ledger/intake.h"
#include "adapters/stripe_ledger/low_balances.h"

namespace nemo::stripe_ledger {

// Buys credits where a balance is low and its organization wants that: asks the ledger, which
// decides (engine/transitions/top_ups.h), and then has Stripe take the payment from the customer's
// default payment method. What a top-up is called comes from the line that told of the balance, so
// neither a crash nor another node buys twice: Stripe and the ledger know the id already. Thread
// rule: one thread; the counts from any.
class TopUpBuyer {
 public:
  struct Options {
    std::filesystem::path folder;
    std::function<TimeMs()> now;
    std::function<void(const std::string&)> tell;  // what an operator should read
  };
  struct Counts {
    std::atomic<std::uint64_t> bought = 0;  // Stripe took the payment, or began to
    std::atomic<std::uint64_t> failed = 0;  // it did not: declined, or nothing to pay with
    std::atomic<std::uint64_t> low = 0;     // organizations for which credits are to be bought
  };

  TopUpBuyer(Ledger& ledger, stripe::Owners& owners, Intake& intake, Options options);

  // Looks once, and buys what is due. Throws Failure, stripe_api::StripeError where Stripe cannot
  // be asked: it is asked again for the same.
  void look(stripe_api::StripeApi& stripe, const std::stop_token& stop);

  const Counts& counts() const { return counts_; }

 private:
  struct Wanted {
    OrgId org_id;
    Nano credits;
    std::int64_t fee_bps = 0;
    StripeId customer_id;
    TopUpId top_up_id;
  };

  // Nothing: it is not low any more, or nobody wants credits.
  std::optional<Wanted> wanted(const OrgId& org_id, const LowBalances::Low& low);
  void try_to_buy(stripe_api::StripeApi& stripe, const OrgId& org_id, LowBalances::Low low);
  void tell_no_customer(const OrgId& org_id);
  Outcome request(const Wanted& wanted);
  void pay(stripe_api::StripeApi& stripe, const Wanted& wanted);
  void fail(const Wanted& wanted, const stripe_api::StripeError& error);

  Ledger& ledger_;
  stripe::Owners& owners_;
  Intake& intake_;
  Options options_;
  LowBalances lows_;
  std::set<OrgId> without_customer_;
  Counts counts_;
};

}  // namespace nemo::stripe_ledger
