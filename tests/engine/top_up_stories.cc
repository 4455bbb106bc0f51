// Payments that an automatic top-up asked for: how they end decides when the next may be bought.
#include "tests/engine/records.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

using enum PaymentStatus;

// acme buys 10000 below 20000 and has asked for t1; t2 is asked for at the end.
StripeStory top_up_story(const char* name, std::vector<Payload> told, const char* books) {
  StripeStory story{name, std::move(told), books};
  story.asked = {AutoTopUpSet{Nano{20'000}, Nano{10'000}, {}}, TopUpRequested{TopUpId("t1")}};
  story.then = {TopUpRequested{TopUpId("t2")}};
  return story;
}
StripeStory capped(StripeStory story, std::int64_t daily_cap) {
  std::get<AutoTopUpSet>(story.asked[0]).daily_cap_nano = Nano{daily_cap};
  return story;
}

// Metadata of the checkout is on the payment's own events.
StripePaymentReported t1(StripePaymentReported said) {
  said.top_up_id = TopUpId("t1");
  return said;
}

// Of its charge, whose intent is named by some events alone.
StripePaymentReported by_charge(StripePaymentReported said) {
  if (said.status == kSucceeded) {
    said.payment_id = StripeId("ch_1");
  } else {
    said.charge_id = StripeId("ch_1");
  }
  return said;
}

}  // namespace

std::vector<StripeStory> automatic_top_up_stories() {
  StripeTold s;
  const auto paid = [&s] { return t1(s.paid(10400)); };
  const auto is = [&s](PaymentStatus status) { return t1(s.payment(status)); };
  return {
      top_up_story("a top-up succeeds, told by four events",
                   {is(kPending), paid(), paid(), s.paid(10400)},
                   "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 then accepted"),
      top_up_story("a top-up fails and then succeeds",
                   {is(kFailed), is(kPending), is(kFailed), paid(), paid()},
                   "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 then accepted"),
      top_up_story("a top-up that was given up was paid all the same",
                   {is(kCanceled), is(kFailed), paid()},
                   "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 then accepted"),
      top_up_story("a top-up fails for good", {is(kFailed), is(kCanceled), is(kFailed)},
                   "balance 0 then denied_top_up"),
      top_up_story("a top-up whose success does not name it",
                   {is(kPending), s.paid(10400), s.refund("re_1", 2600, RefundStatus::kPending)},
                   "balance 7500 stripe:clearing 7800 revenue:platform_fee -300 then accepted"),
      top_up_story("a top-up whose charge succeeds, told by its intent before or after",
                   {is(kPending), by_charge(s.paid(10400)), by_charge(is(kPending))},
                   "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 then accepted"),
      top_up_story("a top-up that nobody paid yet", {is(kPending), is(kPending)},
                   "balance 0 then denied_top_up"),
      capped(top_up_story("a day's cap is used up", {is(kFailed), is(kPending), paid(), paid()},
                          "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 "
                          "then denied_top_up"),
             19'999),
      capped(top_up_story("a day's cap that the next just fits", {is(kFailed), paid()},
                          "balance 10000 stripe:clearing 10400 revenue:platform_fee -400 "
                          "then accepted"),
             20'000),
      top_up_story("a top-up fails, succeeds, and is refunded in part",
                   {is(kFailed), paid(), s.refund("re_1", 2600, RefundStatus::kPending),
                    s.refund("re_1", 2600, RefundStatus::kSucceeded)},
                   "balance 7500 stripe:clearing 7800 revenue:platform_fee -300 then accepted"),
  };
}

}  // namespace nemo
