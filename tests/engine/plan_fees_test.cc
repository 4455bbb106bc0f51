// A plan's fee changes with its definition, an organization's plan with what is said of it: a
// payment has what was in force when it was made.
#include <gtest/gtest.h>

#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

PlanDefined plan(const char* name, std::int64_t fee_bps) { return {Label(name), fee_bps, {}, {}}; }

OrganizationUpdated given(const char* plan) {
  OrganizationUpdated updated;
  updated.plan = Label(plan);
  return updated;
}

// 10400 buy 10400 without a fee, 10000 at 400 basis points, 5200 at 10000.
StripePaymentReported paid_at(StripeTold& told, std::int64_t ms, const char* payment) {
  StripePaymentReported paid = told.paid(10'400);
  paid.payment_id = StripeId(payment);
  paid.paid_at = TimeMs{kStart + ms};
  return paid;
}

struct FeeRow {
  std::int64_t paid_at;
  std::int64_t credits;
};

const FeeRow kFees[] = {
    {0, 10'400},     {999, 10'400},  // before the first definition the first one's
    {1'000, 10'400}, {1'999, 10'400}, {2'000, 10'000},
    {2'999, 10'000}, {3'000, 5'200},  {9'000, 5'200},
};

TEST(PlanFees, AreThoseOfTheTimeAtWhichAPaymentWasMade) {
  for (const FeeRow& row : kFees) {
    StripeTold told;
    Situation world = Situation::with_credits(0);
    EXPECT_EQ(world.at(0, given("pro")), "accepted");
    EXPECT_EQ(world.at(1'000, plan("pro", 0)), "accepted");
    EXPECT_EQ(world.at(2'000, plan("pro", 400)), "accepted");
    EXPECT_EQ(world.at(2'500, plan("pro", 400)), "accepted");
    EXPECT_EQ(world.at(3'000, plan("pro", 10'000)), "accepted");
    EXPECT_EQ(world.at(9'000, paid_at(told, row.paid_at, "pi_1")), "accepted");
    EXPECT_EQ(world.org().balance.value, row.credits) << row.paid_at;
  }
}

TEST(PlanFees, OfWhatWasPaidBeforeStayWhateverIsDefinedLater) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, given("pro")), "accepted");
  EXPECT_EQ(world.at(0, plan("pro", 0)), "accepted");
  EXPECT_EQ(world.at(1, paid_at(told, 1, "pi_1")), "accepted");
  EXPECT_EQ(world.at(2, plan("pro", 10'000)), "accepted");
  EXPECT_EQ(world.at(3, told.refund("re_1", 5'200, RefundStatus::kSucceeded)), "accepted");
  EXPECT_EQ(world.org().balance.value, 5'200);
}

TEST(PlanFees, OfSeveralDefinitionsAtOneTimeTheLastCounts) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, given("pro")), "accepted");
  EXPECT_EQ(world.at(0, plan("pro", 0)), "accepted");
  for (const std::int64_t fee_bps : {10'000, 500, 400}) {
    EXPECT_EQ(world.at(1'000, plan("pro", fee_bps)), "accepted");
  }
  EXPECT_EQ(world.at(2'000, paid_at(told, 999, "pi_1")), "accepted");
  EXPECT_EQ(world.org().balance.value, 10'400);
  EXPECT_EQ(world.at(2'000, paid_at(told, 1'000, "pi_2")), "accepted");
  EXPECT_EQ(world.org().balance.value, 20'400);
}

TEST(PlanFees, OfAPlanTheLastHundredAreKept) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, given("pro")), "accepted");
  for (int number = 0; number <= 150; ++number) {
    EXPECT_EQ(world.at(number, plan("pro", number % 2 == 0 ? 0 : 10'000)), "accepted");
  }
  EXPECT_EQ(world.state().globals.former_fees["pro"].size(), kFormerFeesMax);
  EXPECT_EQ(world.at(200, paid_at(told, 1, "pi_1")), "accepted");
  EXPECT_EQ(world.org().balance.value, 10'400);  // as from 50 to 51, the oldest that is known
}

// The alphabet is no order of time.
TEST(OwnPlans, OfOneMillisecondTheLastRecordsCounts) {
  const std::vector<const char*> orders[] = {{"a", "z"}, {"z", "a"}, {"a", "z", "a"}, {"z", "z"}};
  for (const std::vector<const char*>& order : orders) {
    StripeTold told;
    Situation world = Situation::with_credits(0);
    EXPECT_EQ(world.at(0, plan("a", 0)), "accepted");
    EXPECT_EQ(world.at(0, plan("z", 10'000)), "accepted");
    for (const char* name : order) EXPECT_EQ(world.at(5, given(name)), "accepted");
    EXPECT_EQ(world.at(6, paid_at(told, 5, "pi_1")), "accepted");
    const bool is_free = std::string_view(order.back()) == "a";
    EXPECT_EQ(world.org().balance.value, is_free ? 10'400 : 5'200) << order.size();
  }
}

TEST(OwnPlans, AreNotEndedByASubscriptionThatIsNotNamed) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, plan("pro", 0)), "accepted");
  EXPECT_EQ(world.at(1, given("pro")), "accepted");
  StripeCustomerReported end = told.plan("", 1);
  end.subscription_id = {};
  EXPECT_EQ(world.at(2, end), "accepted");
  EXPECT_EQ(world.at(3'000, paid_at(told, 2'000, "pi_1")), "accepted");
  EXPECT_EQ(world.org().balance.value, 10'400);
}

// A price's nickname, until a plan is defined under it.
TEST(ToldPlans, CountOnceTheyAreDefined) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, plan("pro", 0)), "accepted");
  EXPECT_EQ(world.at(1, told.plan("pro", 0)), "accepted");
  EXPECT_EQ(world.flags(), "");
  EXPECT_EQ(world.at(2, paid_at(told, 2, "pi_1")), "accepted");
  EXPECT_EQ(world.at(3, told.plan("Monthly", 0)), "accepted");
  EXPECT_EQ(world.flags(), "unknown_plan");
  EXPECT_EQ(world.postings(), "");
  EXPECT_EQ(world.at(4, plan("Monthly", 10'000)), "accepted");
  EXPECT_EQ(world.at(5, paid_at(told, 2, "pi_2")), "accepted");
  EXPECT_EQ(world.org().balance.value, 20'800) << "what was unknown when it was told stays so";
  EXPECT_EQ(world.at(6, told.plan("Monthly", 0)), "accepted");
  EXPECT_EQ(world.flags(), "");
  EXPECT_EQ(world.org().balance.value, 10'400);
}

}  // namespace
}  // namespace nemo
