#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "projections/incidents.h"
#include "projections/journal.h"
#include "projections/left_out_prices.h"
#include "projections/payouts.h"
#include "projections/stripe_payments.h"
#include "projections/suspense.h"

namespace nemo {

// Finance's reports, over all organizations, folded from records and their outcome lines. An
// organization's records in the log's order; partitions one after another, or in turns: the reports
// are the same. Thread rule: one thread.
class FinanceFold {
 public:
  // `incidents_most`: how many of the exceptions that stay are kept, the newest; the rest of the
  // memory is by organizations, payments and payouts, and of prices bounded, not by calls.
  explicit FinanceFold(std::size_t incidents_most = std::numeric_limits<std::size_t>::max())
      : incidents_(incidents_most) {}

  // A record and its lines, those that time caused too. Without its own line (the report ends
  // before it) the record has not happened.
  void add(const Envelope& envelope, std::span<const Outcome> lines);

  const TrialBalance& trial_balance() const { return trial_balance_; }
  std::vector<PayoutRow> payouts() const { return payouts_.rows(); }
  // Oldest first. A note of somebody's payment is that organization's, whatever came first.
  std::vector<ExceptionRow> exceptions() const;
  // Exceptions older than those, not kept.
  std::uint64_t exceptions_left_out() const {
    return incidents_.left_out() + left_out_prices_.left_out();
  }

 private:
  void see_owner(const Envelope& envelope, const Outcome& own);

  TrialBalance trial_balance_;
  Payouts payouts_;
  Incidents incidents_;
  LeftOutPrices left_out_prices_;
  Suspense suspense_;
  StripePayments payments_;
  std::map<std::string, OrgId> owners_;  // of Stripe's objects, and of payments by their charges
};

}  // namespace nemo
