#include "tests/engine/records.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

using enum PaymentStatus;
using R = RefundStatus;
using D = DisputeStatus;

StripePaymentReported taxed(StripePaymentReported said, std::int64_t tax) {
  said.tax_nano = Nano{tax};
  return said;
}
StripePaymentReported pinned(StripePaymentReported said, std::int64_t fee_bps) {
  said.fee_bps = fee_bps;
  return said;
}
StripePaymentReported of(StripePaymentReported said, PaymentPurpose purpose) {
  said.purpose = purpose;
  return said;
}
StripePaymentReported on(StripePaymentReported said, const char* payment) {
  said.payment_id = StripeId(payment);
  return said;
}
StripePaymentReported at(StripePaymentReported said, std::int64_t seconds) {
  said.paid_at = TimeMs{kStart + seconds * kStripeSecond};
  return said;
}
// Told then, by an event that says nothing of the payment's own time.
StripePaymentReported told_at(StripePaymentReported said, std::int64_t seconds) {
  said.created = TimeMs{kStart + seconds * kStripeSecond};
  said.paid_at.reset();
  return said;
}
// A transaction of the dispute that it speaks of.
StripePaymentReported moved(StripePaymentReported said, const char* id, std::int64_t amount,
                            std::int64_t fee) {
  said.disputes[0].transactions.push_back({StripeId(id), Nano{amount}, Nano{fee}});
  return said;
}
StripePaymentReported funds(StripePaymentReported said, DisputeFunds funds) {
  said.disputes[0].dispute_funds = funds;
  return said;
}

StripeCustomerReported by(StripeCustomerReported said, const char* subscription) {
  said.subscription_id = StripeId(subscription);
  return said;
}

std::vector<StripeStory> top_ups() {
  StripeTold s;
  return {
      {"a session, its intent and its charge are one payment",
       {s.paid(10400), s.paid(10400), s.paid(10400)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"tax is no fee and buys nothing",
       {s.paid(11232), taxed(s.paid(11232), 832)},
       "balance 10000 stripe:clearing 11232 revenue:platform_fee -400 tax:payable -832"},
      {"the fee that was pinned at the checkout counts",
       {s.paid(10400), pinned(s.paid(10400), 0), s.plan("tier2", 50)},
       "balance 10400 stripe:clearing 10400"},
      {"a failed card that is tried again",
       {s.payment(kFailed), s.payment(kPending), s.payment(kFailed), s.paid(10400)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a payment that was given up", {s.payment(kPending), s.payment(kCanceled)}, "balance 0"},
      {"a session that is paid later",
       {s.payment(kPending), s.paid(10400)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a session whose payment fails later",
       {s.payment(kPending), s.payment(kFailed)},
       "balance 0"},
      {"a payment of nothing", {s.paid(0), s.paid(0)}, "balance 0"},
      {"two payments",
       {s.paid(10400), on(s.paid(5200), "pi_2"), on(s.refund("re_1", 5200, R::kSucceeded), "pi_2")},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
  };
}

std::vector<StripeStory> refunds() {
  StripeTold s;
  return {
      {"all is refunded",
       {s.paid(10400), s.refund("re_1", 10400, R::kPending),
        s.refund("re_1", 10400, R::kSucceeded)},
       "balance 0"},
      {"a quarter is refunded",
       {s.paid(10400), s.refund("re_1", 2600, R::kSucceeded)},
       "balance 7500 stripe:clearing 7800 revenue:platform_fee -300"},
      {"three uneven parts are all",
       {s.paid(10400), s.refund("re_1", 3466, R::kSucceeded), s.refund("re_2", 3467, R::kPending),
        s.refund("re_2", 3467, R::kSucceeded), s.refund("re_3", 3467, R::kSucceeded)},
       "balance 0"},
      {"a refund that is pending and fails",
       {s.paid(10400), s.refund("re_1", 2600, R::kPending), s.refund("re_1", 2600, R::kFailed)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a refund that had succeeded and fails, and is made again",
       {s.paid(10400), s.refund("re_1", 2600, R::kSucceeded), s.refund("re_1", 2600, R::kFailed),
        s.refund("re_2", 2600, R::kSucceeded)},
       "balance 7500 stripe:clearing 7800 revenue:platform_fee -300"},
      {"a refund that is taken back",
       {s.paid(10400), s.refund("re_1", 2600, R::kRequiresAction),
        s.refund("re_1", 2600, R::kCanceled)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a refund that waits for the customer",
       {s.paid(10400), s.refund("re_1", 2600, R::kRequiresAction)},
       "balance 7500 stripe:clearing 7800 revenue:platform_fee -300"},
      {"a part of a payment with tax",
       {taxed(s.paid(11232), 832), s.refund("re_1", 5616, R::kSucceeded)},
       "balance 5000 stripe:clearing 5616 revenue:platform_fee -200 tax:payable -416"},
      {"more is refunded than was paid",
       {s.paid(10400), s.refund("re_1", 10400, R::kSucceeded),
        s.refund("re_2", 100, R::kSucceeded)},
       "balance 0 stripe:clearing -100 suspense 100"},
      {"a refund of a payment that nobody told of",
       {s.refund("re_1", 500, R::kPending), s.refund("re_1", 500, R::kSucceeded)},
       "balance 0 stripe:clearing -500 suspense 500"},
  };
}

std::vector<StripeStory> disputes() {
  StripeTold s;
  const auto all = [&s](D status) { return s.dispute("dp_1", 10400, status); };
  const auto withdrawn = [&](D status) { return moved(all(status), "txn_1", -10400, 1500); };
  return {
      {"an inquiry that is open freezes the credits",
       {s.paid(10400), all(D::kWarningNeedsResponse)},
       "balance 10000 held 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"an inquiry about a part",
       {s.paid(10400), s.dispute("dp_1", 2600, D::kWarningUnderReview)},
       "balance 10000 held 2500 stripe:clearing 10400 revenue:platform_fee -400"},
      {"an inquiry that is closed",
       {s.paid(10400), all(D::kWarningNeedsResponse), all(D::kWarningClosed)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"an inquiry that becomes a dispute, which is lost",
       {s.paid(10400), all(D::kWarningNeedsResponse), withdrawn(D::kNeedsResponse),
        withdrawn(D::kUnderReview), withdrawn(D::kLost)},
       "balance 0 stripe:clearing -1500 expense:stripe_fees 1500"},
      {"a dispute that is won, its fee gone",
       {s.paid(10400), all(D::kNeedsResponse), withdrawn(D::kNeedsResponse),
        withdrawn(D::kUnderReview), moved(withdrawn(D::kWon), "txn_2", 10400, 0)},
       "balance 10000 stripe:clearing 8900 revenue:platform_fee -400 expense:stripe_fees 1500"},
      {"a dispute that is won, its fee returned",
       {s.paid(10400), withdrawn(D::kNeedsResponse),
        moved(withdrawn(D::kWon), "txn_2", 10400, -1500)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a dispute about a part is lost",
       {s.paid(10400), moved(s.dispute("dp_1", 2600, D::kLost), "txn_1", -2600, 1500)},
       "balance 7500 stripe:clearing 6300 revenue:platform_fee -300 expense:stripe_fees 1500"},
      {"a dispute above what was paid",
       {s.paid(10400), moved(s.dispute("dp_1", 10500, D::kLost), "txn_1", -10500, 1500)},
       "balance 0 stripe:clearing -1600 expense:stripe_fees 1500 suspense 100"},
      {"a refund of a part, then a dispute about the rest is lost",
       {s.paid(10400), s.refund("re_1", 2600, R::kSucceeded),
        moved(s.dispute("dp_1", 7800, D::kNeedsResponse), "txn_1", -7800, 1500),
        moved(s.dispute("dp_1", 7800, D::kLost), "txn_1", -7800, 1500)},
       "balance 0 stripe:clearing -1500 expense:stripe_fees 1500"},
      {"a dispute is won, then all is refunded",
       {s.paid(10400), withdrawn(D::kNeedsResponse), moved(withdrawn(D::kWon), "txn_2", 10400, 0),
        s.refund("re_1", 10400, R::kSucceeded)},
       "balance 0 stripe:clearing -1500 expense:stripe_fees 1500"},
      {"two disputes about one payment",
       {s.paid(10400), moved(s.dispute("dp_1", 5200, D::kLost), "txn_1", -5200, 1500),
        s.dispute("dp_2", 5200, D::kNeedsResponse)},
       "balance 5000 held 5000 stripe:clearing 3700 revenue:platform_fee -200 "
       "expense:stripe_fees 1500"},
      {"a dispute whose transactions nobody tells",
       {s.paid(10400), funds(all(D::kNeedsResponse), DisputeFunds::kWithdrawn), all(D::kLost)},
       "balance 0"},
      {"the same, won",
       {s.paid(10400), funds(all(D::kNeedsResponse), DisputeFunds::kWithdrawn),
        funds(all(D::kWon), DisputeFunds::kReinstated)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a dispute that was prevented",
       {s.paid(10400), all(D::kNeedsResponse), all(D::kPrevented)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a dispute about a payment that nobody told of",
       {all(D::kNeedsResponse), withdrawn(D::kNeedsResponse)},
       "balance 0 stripe:clearing -11900 expense:stripe_fees 1500 suspense 10400"},
  };
}

std::vector<StripeStory> plans() {
  StripeTold s;
  return {
      {"an invoice for a plan is revenue",
       {s.paid(2000), of(s.paid(2000), PaymentPurpose::kInvoice),
        of(taxed(s.paid(2000), 100), PaymentPurpose::kPlan)},
       "balance 0 stripe:clearing 2000 revenue:platform_fee -1900 tax:payable -100"},
      {"the same, half of it refunded",
       {of(s.paid(2000), PaymentPurpose::kPlan), s.refund("re_1", 1000, R::kSucceeded)},
       "balance 0 stripe:clearing 1000 revenue:platform_fee -1000"},
      {"an invoice for credits",
       {of(s.paid(10400), PaymentPurpose::kInvoice), of(s.paid(10400), PaymentPurpose::kCredits)},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"an invoice that nobody told of",
       {of(s.paid(10400), PaymentPurpose::kInvoice), of(s.paid(10400), PaymentPurpose::kInvoice)},
       "balance 0 stripe:clearing 10400 suspense -10400"},
      {"a plan without a fee counts from its time on",
       {at(s.paid(10400), 5), on(at(s.paid(10400), 15), "pi_2"), s.plan("tier2", 10)},
       "balance 20400 stripe:clearing 20800 revenue:platform_fee -400"},
      {"a payment whose time nobody told counts from its first news on",
       {told_at(s.paid(10400), 5), told_at(s.paid(10400), 15),
        told_at(s.refund("re_1", 5200, R::kSucceeded), 20), s.plan("tier2", 10)},
       "balance 5000 stripe:clearing 5200 revenue:platform_fee -200"},
      {"the same, and the payment's own time is told",
       {told_at(s.paid(10400), 5), at(s.paid(10400), 15), s.plan("tier2", 10)},
       "balance 10400 stripe:clearing 10400"},
      {"a plan that ends",
       {at(s.paid(10400), 15), on(at(s.paid(10400), 25), "pi_2"), s.plan("tier2", 10),
        s.plan("", 20)},
       "balance 20400 stripe:clearing 20800 revenue:platform_fee -400"},
      {"a subscription that takes another's place, which ends",
       {at(s.paid(10400), 15), on(at(s.paid(10400), 25), "pi_2"), by(s.plan("other", 5), "sub_2"),
        s.plan("tier2", 10), by(s.plan("", 20), "sub_2")},
       "balance 20800 stripe:clearing 20800"},
      {"a subscription that ends, and leaves the one before",
       {at(s.paid(10400), 15), on(at(s.paid(10400), 25), "pi_2"), by(s.plan("tier2", 5), "sub_2"),
        s.plan("other", 10), s.plan("", 20)},
       "balance 20400 stripe:clearing 20800 revenue:platform_fee -400"},
      {"an end of a subscription that is not named leaves those that are",
       {at(s.paid(10400), 15), on(at(s.paid(10400), 25), "pi_2"), s.plan("tier2", 10),
        by(s.plan("", 20), "")},
       "balance 20800 stripe:clearing 20800"},
      {"a plan that is told late, a payment half refunded",
       {at(s.paid(10400), 15), s.refund("re_1", 5200, R::kSucceeded), s.plan("tier2", 10)},
       "balance 5200 stripe:clearing 5200"},
  };
}

}  // namespace

std::vector<StripeStory> stripe_stories() {
  std::vector<StripeStory> all;
  for (auto part : {top_ups(), refunds(), disputes(), plans(), automatic_top_up_stories(),
                    payment_name_stories()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace nemo
