// Payments told under several names: a charge's before anybody knows its intent, an invoice's.
#include "tests/engine/records.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

StripePaymentReported on(const char* name, StripePaymentReported said) {
  said.payment_id = StripeId(name);
  return said;
}
// Its charge is told beside the name.
StripePaymentReported by(const char* charge, StripePaymentReported said) {
  said.charge_id = StripeId(charge);
  return said;
}
StripePaymentReported at(std::int64_t seconds, StripePaymentReported said) {
  said.paid_at = TimeMs{kStart + seconds * kStripeSecond};
  return said;
}
StripePaymentReported pinned(std::int64_t fee_bps, StripePaymentReported said) {
  said.fee_bps = fee_bps;
  return said;
}
StripePaymentReported of_plan(StripePaymentReported said) {
  said.purpose = PaymentPurpose::kPlan;
  return said;
}

}  // namespace

std::vector<StripeStory> payment_name_stories() {
  StripeTold s;
  const auto charge = [](StripePaymentReported said) {
    return on("ch_1", by("ch_1", std::move(said)));
  };
  return {
      {"a charge without its intent, and the intent that names it",
       {charge(s.paid(10400)), by("ch_1", s.paid(10400))},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"refunds under either name count once",
       {charge(s.paid(10400)), by("ch_1", s.paid(10400)),
        charge(s.refund("re_1", 2600, RefundStatus::kPending)),
        s.refund("re_1", 2600, RefundStatus::kSucceeded),
        charge(s.refund("re_2", 2600, RefundStatus::kSucceeded))},
       "balance 5000 stripe:clearing 5200 revenue:platform_fee -200"},
      {"a dispute told by the charge, its end by the intent",
       {charge(s.paid(10400)), by("ch_1", s.paid(10400)),
        charge(s.dispute("dp_1", 5200, DisputeStatus::kNeedsResponse)),
        s.dispute("dp_1", 5200, DisputeStatus::kUnderReview)},
       "balance 10000 held 5000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"a charge that failed, and another",
       {on("ch_2", by("ch_2", s.payment(PaymentStatus::kFailed))),
        by("ch_2", s.payment(PaymentStatus::kFailed)), by("ch_1", s.paid(10400)),
        charge(s.paid(10400))},
       "balance 10000 stripe:clearing 10400 revenue:platform_fee -400"},
      {"an invoice by its charge, the charge, and the intent",
       {on("in_1", by("ch_1", of_plan(s.paid(10400)))), charge(s.paid(10400)),
        by("ch_1", s.paid(10400))},
       "balance 0 stripe:clearing 10400 revenue:platform_fee -10400"},
      {"the fee pinned at the checkout, told by the charge",
       {charge(pinned(0, s.paid(10400))), by("ch_1", s.paid(10400)), s.paid(10400)},
       "balance 10400 stripe:clearing 10400"},
      {"a plan that is told late finds the payment by its name",
       {at(15, charge(s.paid(10400))), at(15, by("ch_1", s.paid(10400))), s.plan("tier2", 10)},
       "balance 10400 stripe:clearing 10400"},
  };
}

}  // namespace nemo
