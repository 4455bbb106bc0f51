#include <gtest/gtest.h>

#include "tests/projections/folding.h"

namespace nemo {
namespace {

// Of payment pi_1 in acme; `created` in seconds.
StripePaymentReported payment(std::int64_t created = 0) {
  StripePaymentReported record;
  record.payment_id = StripeId("pi_1");
  record.created = TimeMs{created * 1000};
  return record;
}
Said paid(std::int64_t amount) {
  StripePaymentReported record = payment();
  record.status = PaymentStatus::kSucceeded;
  record.amount_nano = usd(amount);
  return said("acme", record);
}
Said refund(std::string_view id, RefundStatus status, std::int64_t amount,
            std::int64_t created = 0) {
  StripePaymentReported record = payment(created);
  record.refunds = {{StripeId(id), status, usd(amount)}};
  return said("acme", record);
}
Said charge_says(std::int64_t refunded, std::int64_t created) {
  StripePaymentReported record = payment(created);
  record.refunded_nano = usd(refunded);
  return said("acme", record);
}
Said dispute(DisputeStatus status, DisputeFunds funds, std::int64_t amount,
             std::vector<StripeDisputeTransaction> transactions = {}) {
  StripePaymentReported record = payment();
  record.disputes = {{StripeId("dp_1"), status, usd(amount), funds, std::move(transactions)}};
  return said("acme", record);
}

// What an invoice was for that names no payment.
Said invoice() {
  StripePaymentReported record = payment();
  record.payment_id = record.charge_id = StripeId("in_1");
  record.purpose = PaymentPurpose::kPlan;
  return said(kStripeOrg, record);
}

using enum RefundStatus;
constexpr auto kNoFunds = DisputeFunds::kUnset;

struct Row {
  const char* what;
  std::vector<Said> story;
  Briefs exceptions;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"paid and nothing else", {paid(100)}, {}},
      {"refunded in two parts",
       {paid(100), refund("re_1", kSucceeded, 40), refund("re_2", kPending, 60),
        charge_says(100, 9)},
       {}},
      {"the charge says more",
       {paid(100), refund("re_1", kSucceeded, 40), charge_says(50, 9)},
       {"refunds_differ pi_1 10"}},
      {"the charge says less",
       {paid(100), refund("re_1", kRequiresAction, 40), charge_says(30, 9)},
       {"refunds_differ pi_1 -10"}},
      {"the charge's latest word counts",
       {paid(100), refund("re_1", kSucceeded, 40), charge_says(40, 9), charge_says(10, 8)},
       {}},
      {"a canceled refund does not count",
       {paid(100), refund("re_1", kCanceled, 40, 5), charge_says(40, 9)},
       {"refunds_differ pi_1 40"}},
      {"a refund that failed later did count then",
       {paid(100), refund("re_1", kSucceeded, 40, 5), charge_says(40, 6),
        refund("re_1", kFailed, 40, 90)},
       {}},
      {"refunded above what was paid",
       {paid(100), refund("re_1", kSucceeded, 101)},
       {"above_paid pi_1 1"}},
      {"refunded and disputed above what was paid",
       {paid(100), refund("re_1", kSucceeded, 60),
        dispute(DisputeStatus::kNeedsResponse, kNoFunds, 100)},
       {"above_paid pi_1 60"}},
      {"won disputes are back",
       {paid(100), refund("re_1", kSucceeded, 60), dispute(DisputeStatus::kWon, kNoFunds, 100)},
       {}},
      {"reinstated funds are back",
       {paid(100), refund("re_1", kSucceeded, 60),
        dispute(DisputeStatus::kNeedsResponse, DisputeFunds::kWithdrawn, 100),
        dispute(DisputeStatus::kWon, DisputeFunds::kReinstated, 100)},
       {}},
      {"what moved counts, not what was said",
       {paid(100), refund("re_1", kSucceeded, 60),
        dispute(DisputeStatus::kLost, DisputeFunds::kWithdrawn, 100,
                {{StripeId("txn_1"), usd(-40), usd(15)}})},
       {}},
      {"a refund of what nobody reported as paid",
       {refund("re_1", kSucceeded, 5)},
       {"unknown_payment pi_1 5"}},
      {"a dispute of it",
       {dispute(DisputeStatus::kUnderReview, kNoFunds, 7)},
       {"unknown_payment pi_1 7"}},
      {"an invoice of which nobody told the payment", {invoice()}, {"unknown_payment in_1"}},
      {"and that is told later",
       {invoice(),
        said(kStripeOrg, StripeObjectAssigned{StripeId("in_1"), OrgId("acme"), {}, Label("ada")})},
       {}},
  };
  return kRows;
}

TEST(StripePayments, ShowWhatCannotBe) {
  for (const Row& row : rows()) EXPECT_EQ(briefs(folded(row.story)), row.exceptions) << row.what;
}

TEST(StripePayments, ShowTheSameInAnyOrder) {
  for (const Row& row : rows()) {
    std::vector<std::size_t> order(row.story.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    do {
      std::vector<Said> story;
      for (const std::size_t i : order) story.push_back(row.story[i]);
      EXPECT_EQ(briefs(folded(story)), row.exceptions) << row.what;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST(StripePayments, ThatWereNotTakenSayNothing) {
  Said refused = refund("re_1", kSucceeded, 5);
  refused.lines.front().name = {OutcomeCode::kExists};
  EXPECT_EQ(briefs(folded({refused})), Briefs{});
}

TEST(StripePayments, OfTwoOrganizationsAreTwo) {
  Said elsewhere = refund("re_1", kSucceeded, 5);
  elsewhere.envelope.org_id = OrgId("beta");
  EXPECT_EQ(briefs(folded({paid(100), elsewhere})), Briefs{"unknown_payment pi_1 5"});
}

TEST(StripePayments, ThatWereAssignedAreTheOtherOrganizations) {
  Said nobodys = refund("re_1", kSucceeded, 5);
  nobodys.envelope.org_id = OrgId(kStripeOrg);
  const Said assigned =
      said(kStripeOrg, StripeObjectAssigned{StripeId("pi_1"), OrgId("acme"), {}, Label("ada")});
  EXPECT_EQ(briefs(folded({nobodys})), Briefs{"unknown_payment pi_1 5"});
  EXPECT_EQ(briefs(folded({nobodys, assigned})), Briefs{});
  EXPECT_EQ(briefs(folded({assigned, nobodys})), Briefs{});
}

}  // namespace
}  // namespace nemo
