// A plan that is told late: it changes the fee of payments up to 35 days old, and of no other.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/invariants/invariants.h"
#include "engine/state/record_codec.h"
#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

// acme pays 10400 at kStart, when tier2, without a fee, was in force since an hour. What is told of
// it, in the order of things:
enum Told : std::size_t { kPaid, kPlan, kHalfBack, kNextPlan };

std::vector<Payload> told() {
  StripeTold s;
  StripePaymentReported paid = s.paid(10400);
  paid.paid_at = TimeMs{kStart};
  return {paid, s.plan("tier2", -3'600), s.refund("re_1", 5200, RefundStatus::kSucceeded),
          s.plan("other", 3'600)};
}

class LatePlan {
 public:
  LatePlan() : s_(Situation::with_credits(0)), told_(told()) {
    EXPECT_EQ(s_.at(0, PlanDefined{Label("tier2"), 0, {}, {}}), "accepted");
    EXPECT_EQ(s_.at(0, PlanDefined{Label("other"), 400, {}, {}}), "accepted");
  }

  // acme's balance after it.
  std::int64_t tell(std::int64_t at_ms, Told what) {
    EXPECT_EQ(s_.at(at_ms, told_[what]), "accepted");
    return s_.org().balance.value;
  }
  // What is known of the payment and of acme.
  std::string bytes() {
    std::string bytes;
    std::string key;
    for (const char* id : {"pi_1", ""}) {
      encode(s_.state().stripe.find(stripe_key(key, "acme", id))->record, bytes);
    }
    return bytes;
  }

 private:
  Situation s_;
  std::vector<Payload> told_;
};

struct AgeRow {
  std::int64_t paid_told_at;
  std::int64_t plan_told_at;
  std::int64_t credits;
};

const AgeRow kAges[] = {
    {0, 1, 10'400},
    {0, 34 * kDay + 23 * kHour, 10'400},
    {0, 35 * kDay, 10'400},
    {0, 35 * kDay + 1, 10'000},
    {0, 400 * kDay, 10'000},
    {35 * kDay, 35 * kDay, 10'400},  // a payment is as old as it was paid, not as it was told
    {35 * kDay, 35 * kDay + 1, 10'000},
    {35 * kDay + 1, 35 * kDay + 1, 10'000},
    {36 * kDay, 37 * kDay, 10'000},
    {1, 0, 10'400},  // a plan that is known counts for a payment of any age
    {400 * kDay, 0, 10'400},
    {400 * kDay, 399 * kDay, 10'400},
};

TEST(LatePlans, ChangeAPaymentUpTo35DaysOld) {
  for (const AgeRow& row : kAges) {
    LatePlan world;
    const bool plan_first = row.plan_told_at < row.paid_told_at;
    if (plan_first) world.tell(row.plan_told_at, kPlan);
    std::int64_t credits = world.tell(row.paid_told_at, kPaid);
    if (!plan_first) credits = world.tell(row.plan_told_at, kPlan);
    EXPECT_EQ(credits, row.credits) << row.paid_told_at << " " << row.plan_told_at;
    // Nor does news of the payment itself give it another fee.
    const std::int64_t last = std::max(row.plan_told_at, row.paid_told_at);
    EXPECT_EQ(world.tell(last + 1, kHalfBack), row.credits / 2)
        << row.paid_told_at << " " << row.plan_told_at;
    EXPECT_EQ(world.tell(last + 2, kNextPlan), row.credits / 2);
  }
}

TEST(LatePlans, AnyOrderWithinTheLimitEndsTheSame) {
  const std::int64_t times[] = {1, 10 * kDay, 34 * kDay + 23 * kHour, 35 * kDay};
  std::vector<Told> order{kPaid, kPlan, kHalfBack, kNextPlan};
  std::string bytes;
  do {
    LatePlan world;
    std::int64_t balance = 0;
    std::string text;
    for (std::size_t place = 0; place < order.size(); ++place) {
      balance = world.tell(times[place], order[place]);
      text += std::to_string(order[place]);
    }
    EXPECT_EQ(balance, 5'200) << text;
    if (bytes.empty()) bytes = world.bytes();
    EXPECT_EQ(world.bytes(), bytes) << text;
  } while (std::next_permutation(order.begin(), order.end()));
}

// What two payments bought is spent when a plan gives each of them more: two lots of one record.
TEST(LatePlans, GivePaymentsThatAreSpentALotEach) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, PlanDefined{Label("tier2"), 0, {}, {}}), "accepted");
  for (const char* id : {"pi_1", "pi_2"}) {
    StripePaymentReported paid = s.paid(10400);
    paid.payment_id = StripeId(id);
    EXPECT_EQ(world.then(paid), "accepted");
  }
  EXPECT_EQ(world.then(usage("u", 20000)), "accepted");
  EXPECT_EQ(world.then(s.plan("tier2", 0)), "accepted");
  ASSERT_EQ(world.org().lots.size(), 2U);
  EXPECT_EQ(world.org().lots[0].grant_id, GrantId("pi_1"));
  EXPECT_EQ(broken_invariants(world.state()), std::vector<std::string>());
  EXPECT_EQ(world.then(usage("v", 500)), "accepted");
  EXPECT_EQ(world.postings(),
            "credits:purchased>revenue:usage 400, "
            "credits:purchased>revenue:usage 100");
}

}  // namespace
}  // namespace nemo
