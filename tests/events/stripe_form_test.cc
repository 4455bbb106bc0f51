#include <gtest/gtest.h>

#include "tests/events/wrong_fields.h"

namespace nemo {
namespace {

template <class Record>
Record of_event() {
  Record record;
  record.stripe_event_id = StripeId("evt_1");
  record.stripe_event_type = Label("charge.succeeded");
  if constexpr (requires { record.created; }) record.created = TimeMs{1};
  return record;
}

TEST(StripeForm, OfPayments) {
  auto right = of_event<StripePaymentReported>();
  right.payment_id = StripeId("pi_1");
  right.amount_nano = Nano{10};
  right.tax_nano = Nano{10};
  right.fee_bps = 10'000;
  right.refunds = {{StripeId("re_1"), RefundStatus::kPending, Nano{0}}};
  right.disputes = {{StripeId("dp_1"),
                     DisputeStatus::kLost,
                     std::nullopt,
                     DisputeFunds::kUnset,
                     {{StripeId("txn_1"), Nano{-1}, Nano{-1}}}}};
  const Row<StripePaymentReported> rows[] = {
      {Field::kStripeEventId, [](auto& r) { r.stripe_event_id = {}; }},
      {Field::kStripeEventType, [](auto& r) { r.stripe_event_type = {}; }},
      {Field::kCreated, [](auto& r) { r.created.reset(); }},
      {Field::kPaymentId, [](auto& r) { r.payment_id = {}; }},
      {Field::kPaymentId, [](auto& r) { r.payment_id = StripeId("pi 1"); }},
      {Field::kChargeId, [](auto& r) { r.charge_id = StripeId(" "); }},
      {Field::kCustomerId, [](auto& r) { r.customer_id = StripeId(" "); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{-1}; }},
      {Field::kTaxNano, [](auto& r) { r.tax_nano = Nano{-1}; }},
      {Field::kTaxNano, [](auto& r) { r.tax_nano = Nano{11}; }},
      {Field::kFeeBps, [](auto& r) { r.fee_bps = -1; }},
      {Field::kFeeBps, [](auto& r) { r.fee_bps = 10'001; }},
      {Field::kRefundedNano, [](auto& r) { r.refunded_nano = Nano{-1}; }},
      {Field::kRefunds, [](auto& r) { r.refunds[0].refund_id = {}; }},
      {Field::kRefunds, [](auto& r) { r.refunds[0].amount_nano = Nano{-1}; }},
      {Field::kRefunds, [](auto& r) { r.refunds.push_back(r.refunds[0]); }},
      {Field::kDisputes, [](auto& r) { r.disputes[0].dispute_id = {}; }},
      {Field::kDisputes, [](auto& r) { r.disputes[0].amount_nano = Nano{-1}; }},
      {Field::kDisputes, [](auto& r) { r.disputes.push_back(r.disputes[0]); }},
      {Field::kDisputes, [](auto& r) { r.disputes[0].transactions[0].transaction_id = {}; }},
      {Field::kDisputes, [](auto& r) { r.disputes[0].transactions[0].fee_nano.reset(); }},
      {Field::kDisputes, [](auto& r) { r.disputes[0].transactions[0].amount_nano.reset(); }},
      {Field::kTopUpId, [](auto& r) { r.top_up_id = TopUpId("a b"); }},
      {Field::kDataKeyId, [](auto& r) { r.data_key_id = DataKeyId("a b"); }},
  };
  expect_wrong(right, rows);
}

TEST(StripeForm, OfTransactionsAndPayouts) {
  StripeTransactionReported moved;
  moved.transaction_id = StripeId("txn_1");
  moved.category = TransactionCategory::kCharge;
  moved.amount_nano = Nano{-1};
  moved.fee_nano = Nano{0};
  const Row<StripeTransactionReported> of_transaction[] = {
      {Field::kTransactionId, [](auto& r) { r.transaction_id = {}; }},
      {Field::kCategory, [](auto& r) { r.category = {}; }},
      {Field::kSourceId, [](auto& r) { r.source_id = StripeId(" "); }},
      {Field::kPaymentId, [](auto& r) { r.payment_id = StripeId(" "); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{kStripeNanoMost + 1}; }},
      {Field::kFeeNano, [](auto& r) { r.fee_nano = Nano{INT64_MIN}; }},
      {Field::kFeeNano, [](auto& r) { r.fee_nano.reset(); }},
  };
  expect_wrong(moved, of_transaction);
  auto payout = of_event<StripePayoutReported>();
  payout.payout_id = StripeId("po_1");
  payout.amount_nano = Nano{-1};
  payout.transaction_ids = {StripeId("txn_1")};
  const Row<StripePayoutReported> of_payout[] = {
      {Field::kStripeEventId, [](auto& r) { r.stripe_event_id = {}; }},
      {Field::kPayoutId, [](auto& r) { r.payout_id = {}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{-kStripeNanoMost - 1}; }},
      {Field::kTransactionIds, [](auto& r) { r.transaction_ids.emplace_back(); }},
  };
  expect_wrong(payout, of_payout);
}

TEST(StripeForm, OfCustomersNotesAndOwners) {
  auto customer = of_event<StripeCustomerReported>();
  customer.customer_id = StripeId("cus_1");
  const Row<StripeCustomerReported> of_customer[] = {
      {Field::kCreated, [](auto& r) { r.created.reset(); }},
      {Field::kCustomerId, [](auto& r) { r.customer_id = {}; }},
      {Field::kSubscriptionId, [](auto& r) { r.subscription_id = StripeId(" "); }},
  };
  expect_wrong(customer, of_customer);
  auto noted = of_event<StripeEventNoted>();
  noted.note = EventNote::kQuarantined;
  noted.reason = Label("not_json");
  const Row<StripeEventNoted> of_note[] = {
      {Field::kNote, [](auto& r) { r.note = {}; }},
      {Field::kObjectId, [](auto& r) { r.object_id = StripeId(" "); }},
      {Field::kReason, [](auto& r) { r.reason = {}; }},
  };
  expect_wrong(noted, of_note);
  StripeObjectAssigned assigned;
  assigned.object_id = StripeId("cus_1");
  assigned.assigned_org_id = OrgId("acme");
  assigned.actor = Label("ada");
  const Row<StripeObjectAssigned> of_owner[] = {
      {Field::kObjectId, [](auto& r) { r.object_id = {}; }},
      {Field::kAssignedOrgId, [](auto& r) { r.assigned_org_id = {}; }},
      {Field::kChargeId, [](auto& r) { r.charge_id = StripeId(" "); }},
      {Field::kActor, [](auto& r) { r.actor = {}; }},
  };
  expect_wrong(assigned, of_owner);
}

TEST(StripeForm, OfTopUpsAndDebts) {
  AutoTopUpSet set;
  set.threshold_nano = Nano{-5};
  set.amount_nano = Nano{1};
  set.daily_cap_nano = Nano{0};
  const Row<AutoTopUpSet> of_set[] = {
      {Field::kThresholdNano, [](auto& r) { r.threshold_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{0}; }},
      {Field::kDailyCapNano, [](auto& r) { r.daily_cap_nano = Nano{-1}; }},
  };
  expect_wrong(set, of_set);
  DebtWrittenOff debt;
  debt.write_off_id = WriteOffId("w");
  debt.amount_nano = Nano{1};
  debt.reason = Label("r");
  debt.actor = Label("a");
  const Row<DebtWrittenOff> of_debt[] = {
      {Field::kWriteOffId, [](auto& r) { r.write_off_id = {}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{0}; }},
      {Field::kReason, [](auto& r) { r.reason = {}; }},
      {Field::kActor, [](auto& r) { r.actor = {}; }},
  };
  expect_wrong(debt, of_debt);
  SuspenseCleared cleared;
  cleared.clearing_id = ClearingId("c");
  cleared.object_id = StripeId("txn_1");
  cleared.amount_nano = Nano{-1};
  cleared.account = ClearingAccount::kBank;
  cleared.reason = Label("r");
  cleared.actor = Label("a");
  const Row<SuspenseCleared> of_cleared[] = {
      {Field::kClearingId, [](auto& r) { r.clearing_id = {}; }},
      {Field::kObjectId, [](auto& r) { r.object_id = StripeId("txn 1"); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{0}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAccount, [](auto& r) { r.account = {}; }},
      {Field::kReason, [](auto& r) { r.reason = {}; }},
      {Field::kActor, [](auto& r) { r.actor = {}; }},
  };
  expect_wrong(cleared, of_cleared);
}

}  // namespace
}  // namespace nemo
