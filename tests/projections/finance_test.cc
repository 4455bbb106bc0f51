#include <gtest/gtest.h>

#include "tests/projections/folding.h"

namespace nemo {
namespace {

using enum OutcomeCode;

Said settled(std::uint8_t flags) {
  Said one = said("acme", ReservationSettled{}, {kSettled});
  one.lines.front().flags = flags;
  one.lines.front().reservation_id = ReservationId("r1");
  one.lines.front().detail = SettledDetail{usd(2)};
  return one;
}
Said unpriced_usage() {
  UsageRecorded usage;
  usage.usage_id = UsageId("u1");
  Said one = said("acme", usage);
  one.lines.front().flags = kFlagUnpriced;
  one.lines.front().detail = SettledDetail{};
  return one;
}
Said malformed() {
  Said one = said("acme", Unreadable{}, {kMalformed});
  one.lines.front().detail = MalformedDetail{UnreadableReason::kWrongTime};
  return one;
}
Said noted(EventNote note) {
  StripeEventNoted record;
  record.stripe_event_id = StripeId("evt_1");
  record.stripe_event_type = Label("charge.refunded");
  record.note = note;
  record.object_id = StripeId("ch_1");
  record.reason = Label("money is a text");
  return said(kStripeOrg, record);
}
Said plan_told(std::uint8_t flags) {
  StripeCustomerReported record;
  record.stripe_event_id = StripeId("evt_2");
  record.stripe_event_type = Label("customer.subscription.created");
  record.plan = Label("Monthly");
  Said one = said("acme", record);
  one.lines.front().flags = flags;
  return one;
}
Said payment(OutcomeName name, std::vector<Posting> postings = {},
             std::string_view org_id = kStripeOrg) {
  StripePaymentReported record;
  record.payment_id = StripeId("pi_1");
  record.status = PaymentStatus::kSucceeded;
  record.amount_nano = usd(9);
  return said(org_id, record, name, std::move(postings));
}

const Posting kIn = moved(Account::kStripeClearing, Account::kSuspense, 9);
const Posting kOut = moved(Account::kSuspense, Account::kStripeClearing, 9);
Said assigned(OutcomeName name, std::vector<Posting> postings = {}) {
  const StripeObjectAssigned record{StripeId("pi_1"), OrgId("acme"), {}, Label("ada")};
  return said(kStripeOrg, record, name, std::move(postings));
}
const Said kAssigned = assigned({}, {kOut});

Said moved_in(std::string_view payment_id = {}) {
  StripeTransactionReported record;
  record.transaction_id = StripeId("txn_1");
  record.category = TransactionCategory::kOther;
  record.payment_id = StripeId(payment_id);
  return said(kStripeOrg, record, {}, {kIn});
}
Said cleared(std::int64_t amount, OutcomeName name = {}) {
  const SuspenseCleared record{ClearingId("c"),        StripeId("txn_1"), usd(amount),
                               ClearingAccount::kBank, Label("r"),        Label("ada")};
  if (name.code != OutcomeCode::kNone) return said(kStripeOrg, record, name);
  return said(kStripeOrg, record, {}, {moved(Account::kSuspense, Account::kBank, amount)});
}
Said left_out(std::int64_t count, OutcomeName name = {}, std::string_view source = "litellm") {
  PricesQuarantined record{QuarantineId("q"), Label("v1"), Label(source), {}, count};
  record.entries = {{Label("m1"), Label("negative")}, {Label("m2"), Label("no_price")}};
  return said(kLedgerOrg, record, name);
}

TEST(Exceptions, AreWhatSomebodyShouldLookAt) {
  const std::pair<std::vector<Said>, Briefs> rows[] = {
      {{settled(0)}, {}},
      {{settled(kFlagAboveHold | kFlagLate)}, {"late r1 2", "above_hold r1 2"}},
      {{settled(kFlagAfterRelease)}, {"after_release r1 2"}},
      {{settled(kFlagOrphan | kFlagUnpriced)}, {"orphan r1 2", "unpriced r1 2"}},
      {{unpriced_usage()}, {"unpriced u1 0"}},
      {{malformed()}, {"malformed "}},
      {{noted(EventNote::kIgnored)}, {}},
      {{noted(EventNote::kWarning)}, {"warning evt_1"}},
      {{noted(EventNote::kQuarantined)}, {"quarantined evt_1"}},
      {{plan_told(0)}, {}},
      {{plan_told(kFlagUnknownPlan)}, {"warning evt_2"}},
      {{payment({})}, {}},
      {{payment({kExists})}, {}},
      {{payment({kInvalid, Field::kAmountNano})}, {"refused pi_1 9"}},
      {{payment({kExistsWithDifferent, Field::kStatus})}, {"refused pi_1 9"}},
      {{payment({kDeniedOrganizationUnknown})}, {"refused pi_1 9"}},
      {{said("acme", CreditGranted{}, {kInvalid, Field::kAmountNano})}, {}},
      {{payment({}, {kIn})}, {"suspense pi_1 9"}},
      {{payment({}, {kIn}), kAssigned}, {}},
      {{assigned({kExists})}, {}},
      {{assigned({kExistsWithDifferent, Field::kChargeId})}, {}},
      {{assigned({kExistsWithDifferent, Field::kAssignedOrgId})}, {"refused pi_1"}},
      {{payment({}, {kOut}, "acme")}, {"suspense pi_1 -9"}},
      {{moved_in("pi_1")}, {"suspense txn_1 9"}},
      {{moved_in(), cleared(4)}, {"suspense txn_1 5"}},
      {{moved_in(), cleared(4), cleared(5)}, {}},
      {{moved_in(), cleared(10, {kInvalid, Field::kAmountNano})}, {"suspense txn_1 9"}},
      {{left_out(2)}, {"quarantined_price m1", "quarantined_price m2"}},
      {{left_out(5)}, {"quarantined_price m1", "quarantined_price m2", "quarantined_price v1"}},
      {{left_out(2, {kExists})}, {}},
  };
  for (const auto& [story, exceptions] : rows) EXPECT_EQ(briefs(folded(story)), exceptions);
}

TEST(Exceptions, SayWhy) {
  const FinanceFold finance = folded(
      {noted(EventNote::kQuarantined), malformed(), payment({kInvalid, Field::kAmountNano})});
  const auto rows = finance.exceptions();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].text, "charge.refunded of ch_1: money is a text");
  EXPECT_EQ(rows[1].text, "wrong_time");
  EXPECT_EQ(rows[1].org_id, OrgId("acme"));
  EXPECT_EQ(rows[2].text, "invalid_amount_nano");
  EXPECT_EQ(rows[2].position, (LogPosition{3, 2}));
  EXPECT_EQ(folded({moved_in("pi_1")}).exceptions()[0].text, "money that is nobody's yet, of pi_1");
  const auto prices = folded({left_out(5)}).exceptions();
  EXPECT_EQ(prices[0].text, "negative");
  EXPECT_EQ(prices[2].text, "3 more entries of litellm were left out");
}

TEST(Exceptions, OfTimeAreThereWithoutTheRecordThatLetItPass) {
  Said one = payment({kInvalid, Field::kAmountNano});
  Outcome expired;
  expired.by_time = true;
  expired.name = {kExpired};
  expired.reservation_id = ReservationId("r1");
  expired.detail = AmountDetail{usd(4)};
  one.lines.insert(one.lines.begin(), expired);
  EXPECT_EQ(briefs(folded({one})), (Briefs{"expired r1 4", "refused pi_1 9"}));
  one.lines.pop_back();
  EXPECT_EQ(briefs(folded({one})), Briefs{"expired r1 4"});
}

// Holds of two organizations under one id, which one record lets expire.
TEST(Exceptions, ThatComeTogetherHaveEachAPlaceOfTheirOwn) {
  Said one = said("acme", ClockTicked{});
  for (const char* org_id : {"bolt", "acme"}) {
    Outcome expired;
    expired.by_time = true;
    expired.name = {kExpired};
    expired.org_id = OrgId(org_id);
    expired.reservation_id = ReservationId("r1");
    one.lines.insert(one.lines.begin(), expired);
  }
  const auto rows = folded({one}).exceptions();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].org_id, OrgId("acme"));
  EXPECT_TRUE(is_before(rows[0], rows[1]));
  EXPECT_FALSE(is_before(rows[1], rows[0]));
}

TEST(Exceptions, StayWhereTheyAreWhateverIsToldLaterOfTheirOrganization) {
  const ExceptionRow warned = folded({noted(EventNote::kWarning)}).exceptions().front();
  ExceptionRow told = warned;
  told.org_id = OrgId("acme");
  EXPECT_FALSE(is_before(warned, told) || is_before(told, warned));
}

TEST(Exceptions, ThatStayAreKeptUpToABoundTheNewestFirst) {
  std::vector<Said> story = {payment({}, {kIn})};
  for (int i = 0; i < 20; ++i) story.push_back(noted(EventNote::kWarning));
  const FinanceFold finance = folded(story, 3);
  const auto rows = finance.exceptions();
  ASSERT_EQ(rows.size(), 4u);  // what lasts is there whatever its age
  EXPECT_EQ(rows[0].kind, ExceptionKind::kSuspense);
  EXPECT_EQ(rows[1].position, (LogPosition{3, 18}));
  EXPECT_EQ(rows[3].position, (LogPosition{3, 20}));
  EXPECT_EQ(finance.exceptions_left_out(), 17u);
}

Said one_left_out(std::string_view model, std::string_view source = "litellm") {
  Said one = left_out(1, {}, source);
  std::get<PricesQuarantined>(one.envelope.payload).entries = {{Label(model), Label("no_price")}};
  return one;
}

// An import of a thousand prices would push all else out of what is kept.
TEST(Exceptions, OfPricesAreTheLastImportsOfEachSource) {
  const std::pair<std::vector<Said>, Briefs> rows[] = {
      {{left_out(5), one_left_out("m9")}, {"quarantined_price m9"}},
      {{left_out(5), one_left_out("m9", "genai-prices"), one_left_out("m8")},
       {"quarantined_price m9", "quarantined_price m8"}},
      {{one_left_out("m9"), left_out(5, {kExists})}, {"quarantined_price m9"}},
      {{noted(EventNote::kWarning), left_out(5), left_out(5), left_out(2)},
       {"warning evt_1", "quarantined_price m1", "quarantined_price m2"}},
  };
  for (const auto& [story, exceptions] : rows) {
    const FinanceFold finance = folded(story, 1);
    EXPECT_EQ(briefs(finance), exceptions);
    EXPECT_EQ(finance.exceptions_left_out(), 0u);
  }
}

TEST(Exceptions, OfPricesAreThoseOfTheSourcesImportedLast) {
  std::vector<Said> story = {left_out(5, {}, "source0"), left_out(5, {}, "source1")};
  for (std::size_t i = 2; i < LeftOutPrices::kSourcesMost; ++i) {
    story.push_back(one_left_out("m9", "source" + std::to_string(i)));
  }
  story.push_back(one_left_out("m8", "source0"));
  story.push_back(one_left_out("m7", "one more"));
  const FinanceFold finance = folded(story);
  const Briefs all = briefs(finance);
  ASSERT_EQ(all.size(), LeftOutPrices::kSourcesMost);
  EXPECT_EQ(all.front(), "quarantined_price m9");
  EXPECT_EQ(all.back(), "quarantined_price m7");
  EXPECT_EQ(finance.exceptions_left_out(), 3u);  // of source1, the oldest
}

TEST(Exceptions, OfSomebodysPaymentAreThatOrganizationsWhateverComesFirst) {
  StripeObjectAssigned of_charge{StripeId("pi_1"), OrgId("acme"), StripeId("ch_1"), Label("ada")};
  const Said given = said(kStripeOrg, of_charge);
  const Said warned = noted(EventNote::kWarning);  // of ch_1
  for (const std::vector<Said>& story : {std::vector{given, warned}, std::vector{warned, given}}) {
    const auto rows = folded(story).exceptions();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows.front().org_id, OrgId("acme"));
  }
  EXPECT_EQ(folded({warned}).exceptions().front().org_id, OrgId(kStripeOrg));
}

TEST(TrialBalance, AddsUpAnAccountAndItsOrganizations) {
  const FinanceFold finance = folded(
      {payment({}, {kIn}), kAssigned,
       payment({}, {moved(Account::kStripeClearing, Account::kCreditsPurchased, 9)}, "acme"),
       payment({}, {moved(Account::kStripeClearing, Account::kCreditsPurchased, 1)}, "beta")});
  Wide debits = 0;
  Wide credits = 0;
  std::vector<std::string> accounts;
  for (const TrialBalance::Line& line : finance.trial_balance().lines()) {
    accounts.push_back(line.account);
    debits += line.debit;
    credits += line.credit;
  }
  EXPECT_EQ(accounts, (Briefs{"credits:purchased:acme", "credits:purchased:beta", "stripe:clearing",
                              "suspense"}));
  EXPECT_TRUE(debits == credits && debits == Wide{28} * kUsd);
}

}  // namespace
}  // namespace nemo
