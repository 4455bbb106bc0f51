// Stripe's money among everything else: what was spent before it went back, who owes, what waits.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

constexpr std::int64_t kHour = 3'600'000;

AutoTopUpSet top_up_at(std::int64_t threshold, std::optional<Nano> amount,
                       std::optional<Nano> cap) {
  return {Nano{threshold}, amount, cap};
}
TopUpRequested top_up(const char* id) { return {TopUpId(id)}; }

// Bought by a top-up that was asked for.
StripePaymentReported bought(StripePaymentReported said, const char* payment, const char* top_up) {
  said.payment_id = StripeId(payment);
  said.top_up_id = TopUpId(top_up);
  said.fee_bps = 0;
  return said;
}

StripeCustomerReported customer_told(const char* customer, std::int64_t created,
                                     CustomerStatus status) {
  StripeCustomerReported said;
  said.stripe_event_id = StripeId(std::string("evt_") + customer + "_" + std::to_string(created));
  said.stripe_event_type = Label("customer.told");
  said.created = TimeMs{created};
  said.customer_id = StripeId(customer);
  said.customer_status = status;
  return said;
}

TEST(Stripe, WhatWasSpentBeforeItWentBackIsOwed) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, s.paid(10400)), "accepted");
  EXPECT_EQ(world.postings(),
            "stripe:clearing>credits:purchased 10000, stripe:clearing>revenue:platform_fee 400");
  EXPECT_EQ(world.at(1, usage("u", 9000)), "accepted");
  EXPECT_EQ(world.at(2, s.refund("re_1", 5200, RefundStatus::kSucceeded)), "accepted");
  EXPECT_EQ(world.postings(),
            "credits:purchased>stripe:clearing 1000, owed>stripe:clearing 4000, "
            "revenue:platform_fee>stripe:clearing 200");
  EXPECT_EQ(world.balance(), "-4000/0/-4000");
  EXPECT_EQ(world.at(3, request("r", 1)), "denied_credits");
  // The next top-up repays it first.
  auto next = s.paid(5200);
  next.payment_id = StripeId("pi_2");
  EXPECT_EQ(world.at(4, next), "accepted");
  EXPECT_EQ(world.postings(),
            "stripe:clearing>owed 4000, stripe:clearing>credits:purchased 1000, "
            "stripe:clearing>revenue:platform_fee 200");
  EXPECT_EQ(world.balance(), "1000/0/1000");
}

TEST(Stripe, WhatGoesBackIsTakenFromThePaymentsOwnLotFirst) {
  StripeTold s;
  Situation world = Situation::with_credits(5000);
  EXPECT_EQ(world.at(0, s.paid(10400)), "accepted");
  EXPECT_EQ(world.at(1, s.refund("re_1", 10400, RefundStatus::kSucceeded)), "accepted");
  ASSERT_EQ(world.org().lots.size(), 1U);
  EXPECT_EQ(world.org().lots[0].left.value, 5000);
  EXPECT_EQ(world.at(2, s.refund("re_1", 10400, RefundStatus::kFailed)), "accepted");
  EXPECT_EQ(world.balance(), "15000/0/15000");
}

// Whatever the grant is, its credits are nobody's payment.
TEST(Stripe, AGrantThatIsNamedLikeAPaymentIsNotThePayments) {
  for (const CreditGranted& granted : {credits("pi_1", 5'000), promotion("pi_1", 5'000, 1'000'000),
                                       purchase("pi_1", 5'000, 1'000'000)}) {
    for (const bool payment_first : {false, true}) {
      StripeTold s;
      Situation world = Situation::with_credits(0);
      std::vector<Payload> told{granted, s.paid(10'400)};
      if (payment_first) std::reverse(told.begin(), told.end());
      for (const Payload& one : told) EXPECT_EQ(world.then(one), "accepted");
      EXPECT_EQ(world.at(3, s.refund("re_1", 10'400, RefundStatus::kSucceeded)), "accepted");
      ASSERT_EQ(world.org().lots.size(), 1U);
      EXPECT_FALSE(world.org().lots[0].of_payment);
      EXPECT_EQ(world.org().lots[0].left.value, 5'000);
      EXPECT_EQ(world.at(4, s.refund("re_1", 10'400, RefundStatus::kFailed)), "accepted");
      ASSERT_EQ(world.org().lots.size(), 2U);
      EXPECT_EQ(world.balance(), "15000/0/15000");
    }
  }
}

TEST(Stripe, AnOpenDisputeKeepsItsCreditsFromBeingSpent) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, s.paid(10400)), "accepted");
  EXPECT_EQ(world.at(1, s.dispute("dp_1", 5200, DisputeStatus::kNeedsResponse)), "accepted");
  EXPECT_EQ(world.balance(), "10000/5000/5000");
  EXPECT_EQ(world.postings(), "");
  EXPECT_EQ(world.at(2, request("r", 5001)), "denied_credits");
  EXPECT_EQ(world.at(3, request("s", 5000)), "granted");
  EXPECT_EQ(world.at(4, s.dispute("dp_1", 5200, DisputeStatus::kWon)), "accepted");
  EXPECT_EQ(world.balance(), "10000/5000/5000");
}

TEST(Stripe, AnEventIsTakenOnceForEver) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  auto said = s.paid(10400);
  EXPECT_EQ(world.at(0, said), "accepted");
  said.sealed = Bytes("sealed anew");
  said.data_key_id = DataKeyId("k2");
  EXPECT_EQ(world.at(40 * 24 * kHour, said), "exists");
  said.amount_nano = Nano{1};
  EXPECT_EQ(world.then(said), "exists_with_different_amount_nano");
  EXPECT_EQ(world.balance(), "10000/0/10000");
}

TEST(Stripe, AnEventThatWasPutAsideCanStillBeTold) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  const auto said = s.paid(10400);
  StripeEventNoted noted;
  noted.stripe_event_id = said.stripe_event_id;
  noted.stripe_event_type = said.stripe_event_type;
  noted.note = EventNote::kQuarantined;
  noted.reason = Label("wrong_mode");
  EXPECT_EQ(world.at(0, noted), "accepted");
  EXPECT_EQ(world.at(1, noted), "exists");
  EXPECT_EQ(world.at(2, said), "accepted");
  EXPECT_EQ(world.at(3, said), "exists");
  EXPECT_EQ(world.balance(), "10000/0/10000");
}

TEST(Stripe, WhatDoesNotFitIsRefusedWhole) {
  StripeTold s;
  Situation world = Situation::with_credits(INT64_MAX - 5);
  EXPECT_EQ(world.at(0, s.paid(10400)), "invalid_amount_nano");
  EXPECT_EQ(world.at(1, s.refund("re_1", INT64_MAX, RefundStatus::kSucceeded)),
            "invalid_amount_nano");
  EXPECT_EQ(world.state().stripe.find(std::string("Sacme") + '\0' + "pi_1"), nullptr);
}

// Each is half of what fits: what is frozen of both is above it, though available is not.
TEST(Stripe, WhatIsFrozenOfAllPaymentsFitsToo) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  constexpr std::int64_t kHalf = std::int64_t{1} << 62;
  for (const char* id : {"pi_1", "pi_2"}) {
    StripePaymentReported paid = s.paid(kHalf);
    paid.payment_id = StripeId(id);
    paid.fee_bps = 0;
    EXPECT_EQ(world.then(paid), "accepted");
    EXPECT_EQ(world.then(usage(id, kHalf)), "accepted");
  }
  EXPECT_EQ(world.then(s.dispute("dp_1", kHalf, DisputeStatus::kNeedsResponse)), "accepted");
  StripePaymentReported second = s.dispute("dp_2", kHalf, DisputeStatus::kNeedsResponse);
  second.payment_id = StripeId("pi_2");
  EXPECT_EQ(world.then(second), "invalid_amount_nano");
  EXPECT_EQ(world.org().held.value, kHalf);
  EXPECT_EQ(world.then(usage("u", 1)), "accepted");
}

TEST(Stripe, WhatIsThePlatformsIsNoOrganizations) {
  Situation world = Situation::with_credits(0);
  StripePayoutReported payout;
  payout.stripe_event_id = StripeId("evt_p");
  payout.stripe_event_type = Label("payout.paid");
  payout.created = TimeMs{1};
  payout.payout_id = StripeId("po_1");
  EXPECT_EQ(world.at(0, payout), "invalid_org_id");
  StripeTransactionReported moved;
  moved.transaction_id = StripeId("txn_1");
  moved.category = TransactionCategory::kFee;
  moved.amount_nano = moved.fee_nano = Nano{0};
  EXPECT_EQ(world.at(0, moved), "invalid_org_id");
  StripeObjectAssigned assigned{StripeId("pi_1"), OrgId("acme"), {}, Label("ada")};
  EXPECT_EQ(world.at(0, assigned), "invalid_org_id");
}

TEST(TopUps, ALowBalanceIsToldOnceUntilItWasNot) {
  Situation world = Situation::with_credits(100);
  EXPECT_EQ(world.at(0, AutoTopUpRemoved{}), "not_found");
  EXPECT_EQ(world.at(0, top_up_at(50, {}, {})), "accepted");
  EXPECT_EQ(world.at(1, usage("a", 50)), "accepted");
  EXPECT_EQ(world.at(2, usage("b", 1)), "accepted balance_low");
  EXPECT_EQ(world.at(3, usage("c", 1)), "accepted");
  EXPECT_EQ(world.at(4, credits("g", 2)), "accepted");
  EXPECT_EQ(world.at(5, usage("d", 1)), "accepted balance_low");
  EXPECT_EQ(world.at(6, top_up_at(50, Nano{500}, {})), "accepted balance_low");
  EXPECT_EQ(world.at(7, AutoTopUpRemoved{}), "accepted");
  EXPECT_EQ(world.at(8, usage("e", 60)), "accepted");
}

TEST(TopUps, OneAtATimeWithBackOffAndACapADay) {
  StripeTold s;
  Situation world = Situation::with_credits(10);
  EXPECT_EQ(world.at(0, top_up("t0")), "not_found");
  EXPECT_EQ(world.at(0, top_up_at(50, Nano{30}, Nano{100})), "accepted balance_low");
  EXPECT_EQ(world.at(1, top_up("t1")), "accepted");
  EXPECT_EQ(world.detail(), "below 50 buys 30");
  EXPECT_EQ(world.at(2, top_up("t1")), "exists");
  EXPECT_EQ(world.at(3, top_up("t2")), "denied_top_up");  // one is under way
  // It fails: an hour, then two.
  EXPECT_EQ(world.at(4, bought(s.payment(PaymentStatus::kFailed), "pi_1", "t1")), "accepted");
  EXPECT_EQ(world.at(4 + kHour - 1, top_up("t3")), "denied_top_up");
  EXPECT_EQ(world.at(4 + kHour, top_up("t4")), "accepted");
  EXPECT_EQ(world.at(5 + kHour, bought(s.payment(PaymentStatus::kCanceled), "pi_2", "t4")),
            "accepted");
  EXPECT_EQ(world.at(4 + 3 * kHour, top_up("t5")), "denied_top_up");
  EXPECT_EQ(world.at(5 + 3 * kHour, top_up("t6")), "accepted");
  EXPECT_EQ(world.at(6 + 3 * kHour, bought(s.paid(30), "pi_3", "t6")), "accepted");
  EXPECT_EQ(world.balance(), "40/0/40");
  // 90 of 100 are bought today.
  EXPECT_EQ(world.at(7 + 3 * kHour, top_up("t7")), "denied_top_up");
  EXPECT_EQ(world.detail(), "limit=100 used=90 retry=86400000");
  EXPECT_EQ(world.at(24 * kHour, top_up("t8")), "accepted");
  // What never ends has failed after a day.
  EXPECT_EQ(world.at(48 * kHour, top_up("t9")), "accepted");
  EXPECT_EQ(world.at(49 * kHour, bought(s.paid(30), "pi_4", "t9")), "accepted");
  EXPECT_EQ(world.at(49 * kHour, top_up("t10")), "denied_top_up");  // not low any more
}

TEST(StripeEvents, TheOrderOfWhatOneListsIsNoContent) {
  Situation world = Situation::with_credits(0);
  StripeTold s;
  StripePaymentReported said = s.refund("re_1", 5, RefundStatus::kPending);
  said.refunds.push_back({StripeId("re_2"), RefundStatus::kPending, Nano{6}});
  EXPECT_EQ(world.at(0, said), "accepted");
  std::reverse(said.refunds.begin(), said.refunds.end());
  EXPECT_EQ(world.at(1, said), "exists");
  said.refunds.pop_back();
  EXPECT_EQ(world.at(2, said), "exists_with_different_refunds");
}

TEST(TopUps, NothingIsBoughtForWhoIsSuspendedOrNoCustomerAnyMore) {
  Situation world = Situation::with_credits(10);
  EXPECT_EQ(world.at(0, top_up_at(50, Nano{30}, {})), "accepted balance_low");
  EXPECT_EQ(world.at(1, OrganizationSuspended{}), "accepted");
  EXPECT_EQ(world.at(2, top_up("t1")), "denied_organization_suspended");
  EXPECT_EQ(world.at(3, OrganizationResumed{}), "accepted");
  EXPECT_EQ(world.at(4, customer_told("cus_1", 1, CustomerStatus::kDeleted)), "accepted");
  EXPECT_EQ(world.at(5, top_up("t2")), "denied_top_up");
}

struct CustomerRow {
  const char* name;
  std::vector<StripeCustomerReported> told;
  const char* answer;
};

const CustomerRow kCustomers[] = {
    {"nobody was told of", {}, "accepted"},
    {"the only one is gone",
     {customer_told("cus_1", 1, CustomerStatus::kActive),
      customer_told("cus_1", 2, CustomerStatus::kDeleted)},
     "denied_top_up"},
    {"one of two is gone",
     {customer_told("cus_1", 1, CustomerStatus::kActive),
      customer_told("cus_2", 2, CustomerStatus::kActive),
      customer_told("cus_1", 3, CustomerStatus::kDeleted)},
     "accepted"},
    {"one is gone, of the other only a plan was told",
     {customer_told("cus_1", 1, CustomerStatus::kDeleted),
      customer_told("cus_2", 2, CustomerStatus::kUnset)},
     "accepted"},
    {"both are gone",
     {customer_told("cus_1", 1, CustomerStatus::kDeleted),
      customer_told("cus_2", 2, CustomerStatus::kDeleted),
      customer_told("cus_2", 1, CustomerStatus::kActive)},
     "denied_top_up"},
};

TEST(TopUps, AreBoughtWhileOneCustomerIsLeft) {
  for (CustomerRow row : kCustomers) {
    for (const char* order : {"as told", "the last first"}) {
      Situation world = Situation::with_credits(10);
      world.at(0, top_up_at(50, Nano{30}, {}));
      for (const StripeCustomerReported& one : row.told) EXPECT_EQ(world.then(one), "accepted");
      EXPECT_EQ(world.at(1, top_up("t1")), row.answer) << row.name << ", " << order;
      std::reverse(row.told.begin(), row.told.end());
    }
  }
}

TEST(TopUps, WithoutThemADisputeStillFreezes) {
  StripeTold s;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.at(0, s.paid(10400)), "accepted");
  EXPECT_EQ(world.at(1, top_up_at(50, Nano{30}, {})), "accepted");
  EXPECT_EQ(world.at(2, s.dispute("dp_1", 5200, DisputeStatus::kNeedsResponse)), "accepted");
  EXPECT_EQ(world.at(3, AutoTopUpRemoved{}), "accepted");
  EXPECT_EQ(world.balance(), "10000/5000/5000");
  EXPECT_EQ(world.at(4, s.dispute("dp_1", 5200, DisputeStatus::kLost)), "accepted");
  EXPECT_EQ(world.balance(), "10000/0/10000");
}

TEST(Debts, OnlyWhatIsOwedIsWrittenOff) {
  Situation world = Situation::with_credits(10);
  EXPECT_EQ(world.at(0, usage("u", 110)), "accepted");
  DebtWrittenOff debt{WriteOffId("w"), Nano{101}, Label("a dispute was lost"), Label("ada")};
  EXPECT_EQ(world.at(1, debt), "invalid_amount_nano");
  debt.amount_nano = Nano{100};
  EXPECT_EQ(world.at(2, debt), "accepted");
  EXPECT_EQ(world.postings(), "expense:dispute_losses>owed 100");
  EXPECT_EQ(world.balance(), "0/0/0");
  EXPECT_EQ(world.at(3, debt), "exists");
}

TEST(Plans, GiveCreditsToWhoSignsUp) {
  Situation world;
  Envelope plan = world.envelope(PlanDefined{Label("starter"), 400, Nano{5}, {}});
  plan.org_id = OrgId(kLedgerOrg);
  EXPECT_EQ(world.at(0, plan), "accepted");
  OrganizationCreated created = organization();
  created.plan = Label("starter");
  EXPECT_EQ(world.at(1, created), "accepted");
  EXPECT_EQ(world.postings(), "expense:promotion>credits:promotional 5");
  EXPECT_EQ(world.balance(), "5/0/5");
  EXPECT_EQ(world.then(created), "exists");
}

}  // namespace
}  // namespace nemo
