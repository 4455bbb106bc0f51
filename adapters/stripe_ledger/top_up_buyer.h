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
// payment method. What a top-up is called comes from the line that told of the balance, so the
// ledger knows it after a crash, and so does Stripe for a day: it is paid for again only while it
// is under way and younger than that. What fails of one organization holds up no other for long.
// Thread rule: one thread; the counts from any.
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

  // Looks once, and buys what is due. Throws Failure, and StripeError (kStopped) once it is
  // stopped.
  void look(stripe_api::StripeApi& stripe, const std::stop_token& stop);

  const Counts& counts() const { return counts_; }

 private:
  struct Wanted {
    OrgId org_id;
    bool suspended = false;
    std::int64_t fee_bps = 0;
    StripeId customer_id;
    TopUpId top_up_id;
  };

  // Nothing: it is not low any more, or nobody wants credits.
  std::optional<Wanted> wanted(const OrgId& org_id, const LowBalances::Low& low);
  void try_to_buy(stripe_api::StripeApi& stripe, const OrgId& org_id, const LowBalances::Low& low);
  Outcome request(const Wanted& wanted);
  // What is to be paid for: what the ledger granted, now or before; nothing: not now.
  std::optional<Nano> granted(const Wanted& wanted, const Outcome& line);
  bool is_under_way(const Wanted& wanted);
  void pay(stripe_api::StripeApi& stripe, const Wanted& wanted, Nano credits);
  void fail(const Wanted& wanted, const stripe_api::StripeError& error);
  void tell_no_customer(const OrgId& org_id);

  Ledger& ledger_;
  stripe::Owners& owners_;
  Intake& intake_;
  Options options_;
  LowBalances lows_;
  std::set<OrgId> without_customer_;
  Counts counts_;
};

}  // namespace nemo::stripe_ledger
