// What stands in suspense and can be assigned to nobody is cleared by hand, once and no more than
// stands there; what is told later counts first.
#include <gtest/gtest.h>

#include <algorithm>

#include "events/log/partitioner.h"
#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

using enum ClearingAccount;

SuspenseCleared cleared(const char* id, const char* object, std::int64_t amount,
                        ClearingAccount account) {
  return {ClearingId(id), StripeId(object), Nano{amount}, account, Label("r"), Label("ada")};
}

StripeTransactionReported movement(const char* id, std::int64_t amount,
                                   TransactionCategory category = TransactionCategory::kOther) {
  StripeTransactionReported moved;
  moved.transaction_id = StripeId(id);
  moved.category = category;
  moved.amount_nano = Nano{amount};
  moved.fee_nano = Nano{0};
  return moved;
}

class Platform {
 public:
  Platform() { world_.state().partition = partition_of(OrgId(kStripeOrg)); }

  std::string then(const Payload& payload) {
    Envelope envelope = world_.envelope(payload);
    envelope.org_id = OrgId(kStripeOrg);
    return world_.at(now_++, envelope);
  }
  Situation& world() { return world_; }

 private:
  Situation world_;
  std::int64_t now_ = 0;
};

std::int64_t in(Situation& world, Account account) {
  return static_cast<std::int64_t>(
      world.state().globals.accounts[static_cast<std::uint8_t>(account)]);
}

// A payment of an invoice that is not known: all of it is in suspense.
StripePaymentReported invoiced(StripeTold& told, std::int64_t amount) {
  StripePaymentReported paid = told.paid(amount);
  paid.purpose = PaymentPurpose::kInvoice;
  return paid;
}
StripePaymentReported is_of(StripeTold& told, PaymentPurpose purpose) {
  StripePaymentReported said = told.payment(PaymentStatus::kUnset);
  said.purpose = purpose;
  return said;
}

TEST(SuspenseCleared, OfAMovementUpToWhatStandsThere) {
  Platform stripe;
  EXPECT_EQ(stripe.then(movement("txn_in", 100)), "accepted");
  EXPECT_EQ(stripe.then(movement("txn_out", -30)), "accepted");
  EXPECT_EQ(stripe.then(movement("txn_fee", -7, TransactionCategory::kFee)), "accepted");
  const struct {
    SuspenseCleared record;
    const char* outcome;
    const char* postings = "";
  } rows[] = {
      {cleared("c0", "txn_none", 1, kBank), "not_found"},
      {cleared("c0", "txn_fee", -7, kBank), "invalid_amount_nano"},
      {cleared("c0", "txn_in", 101, kBank), "invalid_amount_nano"},
      {cleared("c0", "txn_in", -1, kBank), "invalid_amount_nano"},
      {cleared("c0", "txn_out", 30, kBank), "invalid_amount_nano"},
      {cleared("c0", "txn_out", -31, kBank), "invalid_amount_nano"},
      {cleared("c0", "txn_in", 60, kBank), "accepted", "suspense>bank 60"},
      {cleared("c0", "txn_in", 60, kBank), "exists"},
      {cleared("c0", "txn_out", 60, kBank), "exists_with_different_object_id"},
      {cleared("c0", "txn_in", 40, kBank), "exists_with_different_amount_nano"},
      {cleared("c0", "txn_in", 60, kTaxPayable), "exists_with_different_account"},
      {cleared("c1", "txn_in", 41, kTaxPayable), "invalid_amount_nano"},
      {cleared("c1", "txn_in", 40, kTaxPayable), "accepted", "suspense>tax:payable 40"},
      {cleared("c2", "txn_in", 1, kBank), "invalid_amount_nano"},
      {cleared("c2", "txn_out", -10, kExpenseStripeFees), "accepted",
       "expense:stripe_fees>suspense 10"},
      {cleared("c3", "txn_out", -20, kExpenseAdjustments), "accepted",
       "expense:adjustments>suspense 20"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(stripe.then(row.record), row.outcome) << row.record.clearing_id.value;
    EXPECT_EQ(stripe.world().postings(), row.postings);
  }
  EXPECT_EQ(in(stripe.world(), Account::kSuspense), 0);
  EXPECT_EQ(stripe.then(movement("txn_in", 100)), "exists");
  EXPECT_EQ(in(stripe.world(), Account::kSuspense), 0);
}

TEST(SuspenseCleared, APaymentThatIsNobodysIsAssignedInstead) {
  Platform stripe;
  StripeTold told;
  EXPECT_EQ(stripe.then(told.paid(100)), "accepted");
  EXPECT_EQ(stripe.then(cleared("c", "pi_1", 100, kBank)), "invalid_object_id");
  EXPECT_EQ(stripe.then(StripeObjectAssigned{StripeId("pi_1"), OrgId("acme"), {}, Label("ada")}),
            "accepted");
  EXPECT_EQ(stripe.then(cleared("c", "pi_1", 100, kBank)), "invalid_object_id");
  EXPECT_EQ(in(stripe.world(), Account::kSuspense), 0);
}

TEST(SuspenseCleared, WhatIsWrongOrOfNobodyClearsNothing) {
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.then(cleared("c", "pi_1", 1, kBank)), "not_found");
  Envelope stranger = world.envelope(cleared("c", "pi_1", 1, kBank));
  stranger.org_id = world.neighbour(1);
  EXPECT_EQ(world.at(0, stranger), "denied_organization_unknown");
  EXPECT_EQ(world.then(cleared("", "pi_1", 1, kBank)), "invalid_clearing_id");
  EXPECT_EQ(world.then(cleared("c", "pi 1", 1, kBank)), "invalid_object_id");
  EXPECT_EQ(world.then(cleared("c", "pi_1", 0, kBank)), "invalid_amount_nano");
  EXPECT_EQ(world.then(cleared("c", "pi_1", 1, kUnset)), "invalid_account");
}

TEST(SuspenseCleared, AnInvoiceThatIsToldLateMovesNothingTwice) {
  for (const ClearingAccount account : {kBank, kRevenuePlatformFee}) {
    StripeTold told;
    Situation world = Situation::with_credits(0);
    EXPECT_EQ(world.then(invoiced(told, 10400)), "accepted");
    EXPECT_EQ(world.then(cleared("c", "pi_1", 10401, account)), "invalid_amount_nano");
    EXPECT_EQ(world.then(cleared("c", "pi_1", 10400, account)), "accepted");
    EXPECT_EQ(world.then(is_of(told, PaymentPurpose::kCredits)), "accepted");
    EXPECT_EQ(world.balance(), "10000/0/10000");
    EXPECT_EQ(in(world, Account::kSuspense), 0);
    EXPECT_EQ(in(world, Account::kRevenuePlatformFee), -400);
    EXPECT_EQ(world.then(cleared("c2", "pi_1", 1, account)), "invalid_amount_nano");
    EXPECT_EQ(world.then(cleared("c", "pi_1", 10400, account)), "exists");
  }
}

TEST(SuspenseCleared, ARefundTakesTheNewestOfWhatStandsNoMore) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  EXPECT_EQ(world.then(invoiced(told, 100)), "accepted");
  EXPECT_EQ(world.then(cleared("c1", "pi_1", 50, kRevenuePlatformFee)), "accepted");
  EXPECT_EQ(world.then(cleared("c2", "pi_1", 30, kTaxPayable)), "accepted");
  EXPECT_EQ(world.then(told.refund("re_1", 40, RefundStatus::kSucceeded)), "accepted");
  EXPECT_EQ(world.postings(), "suspense>stripe:clearing 40, tax:payable>suspense 20");
  EXPECT_EQ(in(world, Account::kSuspense), 0);
  EXPECT_EQ(world.then(told.refund("re_2", 70, RefundStatus::kSucceeded)), "accepted");
  EXPECT_EQ(in(world, Account::kRevenuePlatformFee), 0);
  EXPECT_EQ(in(world, Account::kSuspense), 10) << "more went back than came";
  EXPECT_EQ(world.then(cleared("c3", "pi_1", -10, kExpenseDisputeLosses)), "accepted");
  EXPECT_EQ(in(world, Account::kSuspense), 0);
}

TEST(SuspenseCleared, WhatComesBackIsClearedAgainWhateverCameFirst) {
  for (const bool fails_first : {false, true}) {
    StripeTold told;
    Situation world = Situation::with_credits(0);
    EXPECT_EQ(world.then(invoiced(told, 100)), "accepted");
    EXPECT_EQ(world.then(cleared("c", "pi_1", 100, kRevenuePlatformFee)), "accepted");
    const auto pending = told.refund("re_1", 40, RefundStatus::kPending);
    const auto failed = told.refund("re_1", 40, RefundStatus::kFailed);
    world.then(fails_first ? failed : pending);
    world.then(fails_first ? pending : failed);
    EXPECT_EQ(in(world, Account::kSuspense), 0);
    EXPECT_EQ(in(world, Account::kRevenuePlatformFee), -100);
    EXPECT_EQ(world.then(cleared("c2", "pi_1", 1, kBank)), "invalid_amount_nano");
  }
}

TEST(SuspenseCleared, ByAnotherNameItStaysCleared) {
  StripeTold told;
  Situation world = Situation::with_credits(0);
  StripePaymentReported charge = invoiced(told, 100);
  charge.payment_id = StripeId("ch_1");
  EXPECT_EQ(world.then(charge), "accepted");
  EXPECT_EQ(world.then(cleared("c", "ch_1", 100, kRevenuePlatformFee)), "accepted");
  StripePaymentReported named = invoiced(told, 100);
  named.charge_id = StripeId("ch_1");
  EXPECT_EQ(world.then(named), "accepted");
  EXPECT_EQ(in(world, Account::kSuspense), 0);
  EXPECT_EQ(in(world, Account::kRevenuePlatformFee), -100);
  EXPECT_EQ(world.then(cleared("c2", "ch_1", 1, kBank)), "invalid_amount_nano");
  EXPECT_EQ(world.then(is_of(told, PaymentPurpose::kPlan)), "accepted");
  EXPECT_EQ(in(world, Account::kRevenuePlatformFee), -100);
  EXPECT_EQ(in(world, Account::kSuspense), 0);
}

}  // namespace
}  // namespace nemo
