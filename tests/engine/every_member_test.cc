#include <gtest/gtest.h>

#include <set>
#include <string>

#include "engine/state/record_codec.h"
#include "engine/state/team_state.h"

namespace nemo {
namespace {

// A member that is neither written nor read comes back as the same bytes; so each is changed alone,
// and the bytes must be others. What is written comes back: record_codec_test.cc.
template <class Record>
using Change = void (*)(Record&);

template <class Record>
std::string bytes_of(const Record& record) {
  std::string bytes;
  encode(record, bytes);
  return bytes;
}

template <class Record, std::size_t kCount>
void expect_each_is_written(const Record& record, const Change<Record> (&changes)[kCount]) {
  for (std::size_t number = 0; number < kCount; ++number) {
    Record changed = record;
    changes[number](changed);
    EXPECT_NE(bytes_of(changed), bytes_of(record)) << "change " << number;
  }
}

const Change<OrgState> kOfAnOrganization[] = {
    [](OrgState& org) { org.status = OrgStatus::kClosed; },
    [](OrgState& org) { org.balance.value = 1; },
    [](OrgState& org) { org.held.value = 1; },
    [](OrgState& org) { org.credit_line.value = 1; },
    [](OrgState& org) { org.lots.clear(); },
    [](OrgState& org) { org.lots[0].grant_id = GrantId("g"); },
    [](OrgState& org) { org.lots[0].kind = CreditKind::kPromotional; },
    [](OrgState& org) { org.lots[0].left.value = 1; },
    [](OrgState& org) { org.lots[0].expires_at = TimeMs{1}; },
    [](OrgState& org) { org.lots[0].offset = 1; },
    [](OrgState& org) { org.lots[0].of_payment = true; },
};

const Change<OrgState> kOfBilling[] = {
    [](OrgState& org) { org.billing.reset(); },
    [](OrgState& org) { org.billing->frozen.value = 1; },
    [](OrgState& org) { org.billing->low_balance = Nano{1}; },
    [](OrgState& org) { org.billing->top_up_amount = Nano{1}; },
    [](OrgState& org) { org.billing->top_up_daily_cap = Nano{1}; },
    [](OrgState& org) { org.billing->low_told = true; },
};

const Change<OrgState> kOfAKey[] = {
    [](OrgState& org) { org.keys.clear(); },
    [](OrgState& org) { org.keys[0].key_id = KeyId("k"); },
    [](OrgState& org) { org.keys[0].revoked = true; },
    [](OrgState& org) { org.keys[0].expires_at = TimeMs{1}; },
    [](OrgState& org) { org.keys[0].user_id = UserId("u"); },
    [](OrgState& org) { org.keys[0].team_id = TeamId("t"); },
    [](OrgState& org) { org.keys[0].allowed_models = {ModelName("m")}; },
    [](OrgState& org) { org.keys[0].requests_per_minute = 1; },
    [](OrgState& org) { org.keys[0].tokens_per_minute = 1; },
    [](OrgState& org) { org.keys[0].parallel_requests = 1; },
    [](OrgState& org) { org.keys[0].minute = 1; },
    [](OrgState& org) { org.keys[0].requests = 1; },
    [](OrgState& org) { org.keys[0].tokens = 1; },
    [](OrgState& org) { org.keys[0].open_holds = 1; },
};

const Change<OrgState> kOfABudget[] = {
    [](OrgState& org) { org.budgets.clear(); },
    [](OrgState& org) { org.budgets[0].scope = Scope::kTag; },
    [](OrgState& org) { org.budgets[0].scope_id = ScopeId("s"); },
    [](OrgState& org) { org.budgets[0].period = Period::kTotal; },
    [](OrgState& org) { org.budgets[0].limit.value = 1; },
    [](OrgState& org) { org.budgets[0].alert_percents = {50}; },
    [](OrgState& org) { org.budgets[0].since = 1; },
    [](OrgState& org) { org.budgets[0].newest.start = TimeMs{1}; },
    [](OrgState& org) { org.budgets[0].newest.spent.value = 1; },
    [](OrgState& org) { org.budgets[0].newest.held.value = 1; },
    [](OrgState& org) { org.budgets[0].newest.open_holds = 1; },
    [](OrgState& org) { org.budgets[0].newest.late_until = TimeMs{1}; },
    [](OrgState& org) { org.budgets[0].older = {BudgetWindow{}}; },
    [](OrgState& org) { org.budgets[0].alerted_window = TimeMs{1}; },
    [](OrgState& org) { org.budgets[0].alerted = {50}; },
};

TEST(EveryMember, OfAnOrganizationIsWritten) {
  OrgState org;
  org.lots.resize(1);
  org.keys.resize(1);
  org.budgets.resize(1);
  expect_each_is_written(org, kOfAnOrganization);
  expect_each_is_written(org, kOfAKey);
  expect_each_is_written(org, kOfABudget);
  org.billing.emplace();
  expect_each_is_written(org, kOfBilling);
}

const Change<DirectoryState> kOfADirectory[] = {
    [](DirectoryState& directory) { directory.name = Label("n"); },
    [](DirectoryState& directory) { directory.plan = Label("p"); },
    [](DirectoryState& directory) { directory.members["m"].role = Role::kOwner; },
    [](DirectoryState& directory) { directory.members["m"].added_role = Role::kOwner; },
    [](DirectoryState& directory) { directory.members["m"].added_offset = 1; },
    [](DirectoryState& directory) { directory.secrets["k"].sha256 = Bytes("1"); },
    [](DirectoryState& directory) { directory.secrets["k"].display_prefix = Label("1"); },
    [](DirectoryState& directory) { directory.secrets["k"].previous_sha256 = Bytes("1"); },
    [](DirectoryState& directory) { directory.secrets["k"].previous_until = TimeMs{1}; },
    [](DirectoryState& directory) { directory.webhook.reset(); },
    [](DirectoryState& directory) { directory.webhook->url = Label("u"); },
    [](DirectoryState& directory) { directory.webhook->master_key_id = MasterKeyId("k"); },
    [](DirectoryState& directory) { directory.webhook->set_by.bytes[15] = 1; },
};

TEST(EveryMember, OfADirectoryIsWritten) {
  DirectoryState directory;
  directory.members["m"] = {};
  directory.secrets["k"] = {};
  directory.webhook.emplace();
  expect_each_is_written(directory, kOfADirectory);
}

const Change<StripeState> kOfAPayment[] = {
    [](StripeState& of) { of.payment.reset(); },
    [](StripeState& of) { of.payment->status = PaymentStatus::kFailed; },
    [](StripeState& of) { of.payment->status_at = TimeMs{1}; },
    [](StripeState& of) { of.payment->purpose = PaymentPurpose::kPlan; },
    [](StripeState& of) { of.payment->amount.value = 1; },
    [](StripeState& of) { of.payment->tax.value = 1; },
    [](StripeState& of) { of.payment->paid_at = TimeMs{1}; },
    [](StripeState& of) { of.payment->told_at = TimeMs{1}; },
    [](StripeState& of) { of.payment->top_up_ids = {TopUpId("t")}; },
    [](StripeState& of) { of.payment->pinned_fee_bps = 1; },
    [](StripeState& of) { of.payment->fee_bps = 1; },
    [](StripeState& of) { of.payment->fee_plan = Label("p"); },
    [](StripeState& of) { of.payment->fee_at = TimeMs{1}; },
    [](StripeState& of) { of.payment->moved = true; },
    [](StripeState& of) { of.payment->refunds.clear(); },
    [](StripeState& of) { of.payment->refunds[0].refund_id = StripeId("r"); },
    [](StripeState& of) { of.payment->refunds[0].status = RefundStatus::kFailed; },
    [](StripeState& of) { of.payment->refunds[0].amount.value = 1; },
    [](StripeState& of) { of.payment->disputes.clear(); },
    [](StripeState& of) { of.payment->disputes[0].dispute_id = StripeId("d"); },
    [](StripeState& of) { of.payment->disputes[0].status = DisputeStatus::kWon; },
    [](StripeState& of) { of.payment->disputes[0].amount.value = 1; },
    [](StripeState& of) { of.payment->disputes[0].funds = DisputeFunds::kWithdrawn; },
    [](StripeState& of) { of.payment->disputes[0].transactions.clear(); },
    [](StripeState& of) { of.payment->disputes[0].transactions[0].transaction_id = StripeId("t"); },
    [](StripeState& of) { of.payment->disputes[0].transactions[0].amount.value = 1; },
    [](StripeState& of) { of.payment->disputes[0].transactions[0].fee.value = 1; },
    [](StripeState& of) { of.payment->booked.credits.value = 1; },
    [](StripeState& of) { of.payment->booked.fee_revenue.value = 1; },
    [](StripeState& of) { of.payment->booked.tax.value = 1; },
    [](StripeState& of) { of.payment->booked.suspense.value = 1; },
    [](StripeState& of) { of.payment->other_names.clear(); },
    [](StripeState& of) { of.same_as = StripeId("pi_1"); },
    [](StripeState& of) { of.payment->booked.stripe_fees.value = 1; },
    [](StripeState& of) { of.payment->frozen.value = 1; },
    [](StripeState& of) { of.payment->cleared.clear(); },
    [](StripeState& of) { of.payment->cleared[0].account = ClearingAccount::kBank; },
    [](StripeState& of) { of.payment->cleared[0].amount.value = 1; },
    [](StripeState& of) { of.payment->cleared[0].booked.value = 1; },
    [](StripeState& of) { of.payment->cleared[0].offset = 1; },
};

const Change<StripeState> kOfAPayoutAndACustomer[] = {
    [](StripeState& of) { of.payout.reset(); },
    [](StripeState& of) { of.payout->status = PayoutStatus::kPaid; },
    [](StripeState& of) { of.payout->amount = Nano{1}; },
    [](StripeState& of) { of.payout->booked.value = 1; },
    [](StripeState& of) { of.customer.reset(); },
    [](StripeState& of) { of.customer->plans.clear(); },
    [](StripeState& of) { of.customer->plans[0].from = TimeMs{1}; },
    [](StripeState& of) { of.customer->plans[0].said_at = TimeMs{1}; },
    [](StripeState& of) { of.customer->plans[0].plan = Label("p"); },
    [](StripeState& of) { of.customer->plans[0].subscription_id = StripeId("sub"); },
    [](StripeState& of) { of.customer->plans[0].is_own = true; },
    [](StripeState& of) { of.customer->payments.clear(); },
    [](StripeState& of) { of.customer->payments[0].paid_at = TimeMs{1}; },
    [](StripeState& of) { of.customer->payments[0].payment_id = StripeId("p"); },
    [](StripeState& of) { of.customer->customers.clear(); },
    [](StripeState& of) { of.customer->customers[0].customer_id = StripeId("cus"); },
    [](StripeState& of) { of.customer->customers[0].status = CustomerStatus::kDeleted; },
    [](StripeState& of) { of.customer->customers[0].status_at = TimeMs{1}; },
    [](StripeState& of) { of.customer->top_up.pending = TopUpId("t"); },
    [](StripeState& of) { of.customer->top_up.pending_since = TimeMs{1}; },
    [](StripeState& of) { of.customer->top_up.pending_is_told = true; },
    [](StripeState& of) { of.customer->top_up.failures = 1; },
    [](StripeState& of) { of.customer->top_up.retry_at = TimeMs{1}; },
    [](StripeState& of) { of.customer->top_up.day = TimeMs{1}; },
    [](StripeState& of) { of.customer->top_up.bought.value = 1; },
    [](StripeState& of) { of.customer->top_up.failed.clear(); },
    [](StripeState& of) { of.customer->top_up.failed[0].top_up_id = TopUpId("t"); },
    [](StripeState& of) { of.customer->top_up.failed[0].failed_at = TimeMs{1}; },
};

const Change<StripeState> kOfAMovement[] = {
    [](StripeState& of) { of.movement.reset(); },
    [](StripeState& of) { of.movement->suspense.value = 1; },
    [](StripeState& of) { of.movement->cleared.clear(); },
    [](StripeState& of) { of.movement->cleared[0].account = ClearingAccount::kBank; },
    [](StripeState& of) { of.movement->cleared[0].amount.value = 1; },
    [](StripeState& of) { of.movement->cleared[0].booked.value = 1; },
    [](StripeState& of) { of.movement->cleared[0].offset = 1; },
};

TEST(EveryMember, OfWhatIsKnownOfStripeIsWritten) {
  StripeState stripe;
  stripe.payment.emplace().refunds.resize(1);
  stripe.payment->disputes.resize(1);
  stripe.payment->other_names.resize(1);
  stripe.payment->cleared.resize(1);
  stripe.payment->disputes[0].transactions.resize(1);
  expect_each_is_written(stripe, kOfAPayment);
  stripe.payout.emplace();
  stripe.customer.emplace().plans.resize(1);
  stripe.customer->payments.resize(1);
  stripe.customer->customers.resize(1);
  stripe.customer->top_up.failed.resize(1);
  expect_each_is_written(stripe, kOfAPayoutAndACustomer);
  StripeState moved;
  moved.movement.emplace().cleared.resize(1);
  expect_each_is_written(moved, kOfAMovement);
}

const Change<ReservationState> kOfAReservation[] = {
    [](ReservationState& of) { of.phase = ReservationPhase::kOpen; },
    [](ReservationState& of) { of.first.code = OutcomeCode::kGranted; },
    [](ReservationState& of) { of.first.field = Field::kContent; },
    [](ReservationState& of) { of.first_offset = 1; },
    [](ReservationState& of) { of.ended_offset = 1; },
    [](ReservationState& of) { of.content = "1"; },
    [](ReservationState& of) { of.granted_at = TimeMs{1}; },
    [](ReservationState& of) { of.expires_at = TimeMs{1}; },
    [](ReservationState& of) { of.granted.value = 1; },
    [](ReservationState& of) { of.estimated_tokens = 1; },
    [](ReservationState& of) { of.user_id = UserId("u"); },
    [](ReservationState& of) { of.team_id = TeamId("t"); },
    [](ReservationState& of) { of.price_book = 1; },
    [](ReservationState& of) { of.forget_at = TimeMs{1}; },
};

const Change<IdState> kOfAnId[] = {
    [](IdState& id) { id.first.code = OutcomeCode::kGranted; },
    [](IdState& id) { id.first.field = Field::kContent; },
    [](IdState& id) { id.offset = 1; },
    [](IdState& id) { id.content = "1"; },
    [](IdState& id) { id.forget_at = TimeMs{1}; },
};

TEST(EveryMember, OfAReservationAndOfAnIdIsWritten) {
  expect_each_is_written(ReservationState{}, kOfAReservation);
  expect_each_is_written(IdState{}, kOfAnId);
}

TEST(EveryMember, OfATeamIsWrittenBehindWhatWasCreated) {
  const TeamState teams[] = {{}, {Label("n"), false}, {{}, true}, {Label("n"), true}};
  const std::string created("\1t\3Red", 6);
  std::set<std::string> contents{created};
  std::string content = created;
  for (const TeamState& team : teams) {
    write_team(team, content);
    EXPECT_TRUE(content.starts_with(created));
    EXPECT_TRUE(contents.insert(content).second);
    EXPECT_EQ(read_team(content).name, team.name);
    EXPECT_EQ(read_team(content).removed, team.removed);
  }
  EXPECT_EQ(read_team(created).name, Label("Red"));
  EXPECT_FALSE(read_team(created).removed);
}

const Change<BookState> kOfABook[] = {
    [](BookState& book) { book.version = Label("v"); },
    [](BookState& book) { book.effective_from = TimeMs{1}; },
    [](BookState& book) { book.offset = 1; },
    [](BookState& book) { book.content = "1"; },
    [](BookState& book) { book.models[0].model = ModelName("m"); },
    [](BookState& book) { book.models[0].rates[0].token_class = TokenClass::kInput; },
    [](BookState& book) { book.models[0].rates[0].service_tier = ServiceTier::kBatch; },
    [](BookState& book) { book.models[0].rates[0].above_input_tokens = 1; },
    [](BookState& book) { book.models[0].rates[0].price_e18 = 1; },
};

const Change<PartitionGlobals> kOfAPartition[] = {
    [](PartitionGlobals& globals) { globals.next_offset = 1; },
    [](PartitionGlobals& globals) { globals.log_time = TimeMs{1}; },
    [](PartitionGlobals& globals) { globals.live = true; },
    [](PartitionGlobals& globals) { globals.rules = 2; },
    [](PartitionGlobals& globals) { globals.accounts.back() = 1; },
    [](PartitionGlobals& globals) { globals.plans["p"].fee_bps = 1; },
    [](PartitionGlobals& globals) { globals.plans["p"].free_credits.value = 1; },
    [](PartitionGlobals& globals) { globals.plans["p"].limits = PlanLimits{}; },
    [](PartitionGlobals& globals) { globals.former_fees.clear(); },
    [](PartitionGlobals& globals) { globals.former_fees["p"][0].until = TimeMs{1}; },
    [](PartitionGlobals& globals) { globals.former_fees["p"][0].fee_bps = 1; },
};

const Change<DigestParts> kOfADigest[] = {
    [](DigestParts& digest) { digest.add(std::nullopt, 1); },
    [](DigestParts& digest) { digest.add(TimeMs{kMsPerDay}, 1); },
    [](DigestParts& digest) { digest.drop_days_before(TimeMs{kMsPerDay}); },
};

TEST(EveryMember, OfBooksAndPartitionsIsWritten) {
  BookState book;
  book.models.resize(1);
  book.models[0].rates.resize(1);
  expect_each_is_written(book, kOfABook);
  PartitionGlobals globals;
  globals.plans["p"] = {};
  globals.former_fees["p"].resize(1);
  expect_each_is_written(globals, kOfAPartition);
  expect_each_is_written(DigestParts{}, kOfADigest);
}

}  // namespace
}  // namespace nemo
