#include <gtest/gtest.h>

#include "tests/projections/folding.h"

namespace nemo {
namespace {

using enum PayoutStatus;

Said payout(PayoutStatus status, std::int64_t amount, std::vector<StripeId> ids = {},
            std::vector<Posting> postings = {}) {
  StripePayoutReported record;
  record.payout_id = StripeId("po_1");
  record.status = status;
  record.amount_nano = usd(amount);
  record.arrives_at = TimeMs{5};
  record.transaction_ids = std::move(ids);
  return said(kStripeOrg, record, {}, std::move(postings));
}
Said transaction(std::string_view id, std::int64_t amount, std::int64_t fee,
                 std::string_view source = "ch_1") {
  StripeTransactionReported record;
  record.transaction_id = StripeId(id);
  record.source_id = StripeId(source);
  record.amount_nano = usd(amount);
  record.fee_nano = usd(fee);
  return said(kStripeOrg, record);
}
std::vector<StripeId> ids(std::initializer_list<const char*> names) {
  return {names.begin(), names.end()};
}

const Posting kOut = moved(Account::kBank, Account::kStripeClearing, 90);
const Posting kBack = moved(Account::kStripeClearing, Account::kBank, 90);

struct Row {
  const char* what;
  std::vector<Said> story;
  PayoutStatus status;
  PayoutBooks books;
  std::uint64_t transactions;
  std::uint64_t found;
  std::int64_t net;
  PayoutMatch match;
  Briefs exceptions;
};

const std::vector<Row>& rows() {
  using enum PayoutMatch;
  static const std::vector<Row> kRows = {
      {"on its way",
       {payout(kPending, 90, {}, {kOut})},
       kPending,
       PayoutBooks::kBooked,
       0,
       0,
       0,
       kNotReconciled,
       {}},
      {"the highest status counts",
       {payout(kPaid, 90, {}, {kOut}), payout(kInTransit, 90)},
       kPaid,
       PayoutBooks::kBooked,
       0,
       0,
       0,
       kNotReconciled,
       {}},
      {"paid, then failed",
       {payout(kPaid, 90, {}, {kOut}), payout(kFailed, 90, {}, {kBack})},
       kFailed,
       PayoutBooks::kReturned,
       0,
       0,
       0,
       kNotReconciled,
       {}},
      {"failed before it was told of",
       {payout(kFailed, 90)},
       kFailed,
       PayoutBooks::kNone,
       0,
       0,
       0,
       kNotReconciled,
       {}},
      {"the sum of what it is made of, told in two parts",
       {transaction("txn_1", 100, 3), payout(kPaid, 90, ids({"txn_1"}), {kOut}),
        payout(kPaid, 90, ids({"txn_2", "txn_1"})), transaction("txn_2", -5, 2)},
       kPaid,
       PayoutBooks::kBooked,
       2,
       2,
       90,
       kMatched,
       {}},
      {"its own movement is not part of it",
       {payout(kPaid, 90, ids({"txn_1", "txn_po"}), {kOut}), transaction("txn_1", 93, 3),
        transaction("txn_po", -90, 0, "po_1")},
       kPaid,
       PayoutBooks::kBooked,
       1,
       1,
       90,
       kMatched,
       {}},
      {"a movement is missing",
       {payout(kPaid, 90, ids({"txn_1", "txn_2"}), {kOut}), transaction("txn_1", 93, 3)},
       kPaid,
       PayoutBooks::kBooked,
       2,
       1,
       90,
       kUnmatched,
       {"unmatched_payout po_1 0"}},
      {"it does not add up",
       {payout(kPaid, 90, ids({"txn_1"}), {kOut}), transaction("txn_1", 90, 3)},
       kPaid,
       PayoutBooks::kBooked,
       1,
       1,
       87,
       kUnmatched,
       {"unmatched_payout po_1 3"}},
  };
  return kRows;
}

TEST(Payouts, StandAsTheyWereTold) {
  for (const Row& row : rows()) {
    const FinanceFold finance = folded(row.story);
    ASSERT_EQ(finance.payouts().size(), 1u) << row.what;
    const PayoutRow one = finance.payouts().front();
    EXPECT_EQ(one.payout_id, "po_1");
    EXPECT_EQ(one.status, row.status) << row.what;
    EXPECT_EQ(one.books, row.books) << row.what;
    EXPECT_EQ(one.transactions, row.transactions) << row.what;
    EXPECT_EQ(one.found, row.found) << row.what;
    EXPECT_TRUE(one.net == Wide{row.net} * kUsd) << row.what;
    EXPECT_EQ(one.match, row.match) << row.what;
    EXPECT_EQ(briefs(finance), row.exceptions) << row.what;
  }
}

TEST(Payouts, ThatAreUnmatchedNameWhatIsMissing) {
  const FinanceFold finance = folded({payout(kPaid, 90, ids({"txn_1", "txn_2", "txn_3"}))});
  ASSERT_EQ(finance.exceptions().size(), 1u);
  EXPECT_EQ(finance.exceptions().front().text,
            "3 of 3 movements are not reported: txn_1 txn_2 txn_3");
}

TEST(Payouts, AreListedByTheirLastRecord) {
  Said other = payout(kPaid, 5);
  std::get<StripePayoutReported>(other.envelope.payload).payout_id = StripeId("po_0");
  const auto listed = folded({payout(kPending, 90), other, payout(kPaid, 90)}).payouts();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].payout_id, "po_0");
  EXPECT_EQ(listed[1].payout_id, "po_1");
  EXPECT_EQ(listed[1].position, (LogPosition{3, 2}));
}

}  // namespace
}  // namespace nemo
