#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/payload.h"

namespace nemo {

// A payment with what can follow, as Stripe tells it of organization "acme", and the books that
// were worked out by hand. The order of what it tells is one of many.
struct StripeStory {
  const char* name;
  std::vector<Payload> told;
  const char* books;                // in words, and how what is asked at the end is answered
  std::vector<Payload> asked = {};  // by acme, before anything is told
  std::vector<Payload> then = {};   // asked by acme once everything is told
};

// All of them. Amounts are small: 10400 with the default fee of 400 basis points buys 10000.
std::vector<StripeStory> stripe_stories();
// Those of them whose payments an automatic top-up asked for.
std::vector<StripeStory> automatic_top_up_stories();
// Those that are told under several names (charges before their intents).
std::vector<StripeStory> payment_name_stories();

// What is left once `order` (indexes of what is told, any number of times each) was told, a
// millisecond apart: books in words, and the bytes of all that is known of Stripe before the end's
// questions.
struct StripeEnd {
  std::string books;
  std::string known;
  bool operator==(const StripeEnd&) const = default;
};
StripeEnd end_of(const StripeStory& story, const std::vector<std::size_t>& order);

// Times at Stripe, in the stories' order of things.
inline constexpr std::int64_t kStripeSecond = 1'000;

// Events as Stripe's adapter tells them; each has an id of its own.
class StripeTold {
 public:
  StripePaymentReported payment(PaymentStatus status);
  StripePaymentReported paid(std::int64_t amount);
  StripePaymentReported refund(std::string_view id, std::int64_t amount, RefundStatus status);
  StripePaymentReported dispute(std::string_view id, std::int64_t amount, DisputeStatus status);
  StripeCustomerReported plan(std::string_view plan, std::int64_t from_seconds);

 private:
  int events_ = 0;
};

}  // namespace nemo
