#include "projections/suspense.h"

#include <gtest/gtest.h>

#include "tests/projections/folding.h"

namespace nemo {
namespace {

std::vector<Posting> into_suspense(std::int64_t usd) {
  if (usd == 0) return {};
  return {usd > 0 ? moved(Account::kStripeClearing, Account::kSuspense, usd)
                  : moved(Account::kSuspense, Account::kStripeClearing, -usd)};
}

// News of a payment, as acme's where nothing else is said, and how much it moves into suspense.
Said told(std::string_view payment, std::string_view charge, std::int64_t usd,
          std::string_view org_id = "acme") {
  StripePaymentReported record;
  record.payment_id = StripeId(payment);
  record.charge_id = StripeId(charge);
  return said(org_id, record, {}, into_suspense(usd));
}
Said refused(std::string_view payment, std::string_view charge) {
  Said one = told(payment, charge, 0);
  one.lines.front().name = {OutcomeCode::kInvalid, Field::kAmountNano};
  return one;
}
Said cleared(std::string_view name, std::int64_t amount) {
  const SuspenseCleared record{ClearingId("c"),        StripeId(name), usd(amount),
                               ClearingAccount::kBank, Label("r"),     Label("ada")};
  return said("acme", record, {}, into_suspense(-amount));
}

struct Row {
  const char* what;
  std::vector<Said> story;
  Briefs suspense;
};

const Row kRows[] = {
    {"a refund by the charge",
     {told("pi_1", "ch_1", 100), told("ch_1", "", -40)},
     {"suspense pi_1 60"}},
    {"all of it is cleared",
     {told("pi_1", "ch_1", 100), told("ch_1", "", -40), cleared("pi_1", 60)},
     {}},
    {"a clearing by the charge",
     {told("pi_1", "ch_1", 100), told("ch_1", "", -40), cleared("ch_1", 60)},
     {}},
    {"the charge first",
     {told("ch_1", "ch_1", -40), told("pi_1", "", 100), told("pi_1", "ch_1", 0)},
     {"suspense pi_1 60"}},
    {"the charge first, by which the intent is told",
     {told("ch_1", "", -40), told("ch_1", "pi_1", 100)},
     {"suspense pi_1 60"}},
    {"nothing is left once they are one",
     {told("ch_1", "", -40), told("pi_1", "", 40), told("pi_1", "ch_1", 0)},
     {}},
    {"by the smallest name, then by the intent's",
     {told("in_1", "ch_1", 5), told("in_1", "", 1), told("ch_1", "pi_1", 2), told("in_1", "", 3)},
     {"suspense pi_1 11"}},
    {"two intents of one invoice are two payments",
     {told("pi_1", "in_1", 5), told("pi_2", "in_1", 7), told("in_1", "", -1)},
     {"suspense pi_2 7", "suspense pi_1 4"}},
    {"what was refused says nothing of names",
     {told("pi_1", "", 5), refused("pi_1", "ch_1"), told("ch_1", "", -5)},
     {"suspense pi_1 5", "suspense ch_1 -5"}},
    {"of each organization its own",
     {told("pi_1", "ch_1", 5, kStripeOrg), told("pi_1", "", -5), told("ch_1", "", 7)},
     {"suspense pi_1 5", "suspense pi_1 -5", "suspense ch_1 7"}},
};

TEST(Suspense, IsByTheNameAPaymentIsBookedUnder) {
  for (const Row& row : kRows) {
    Briefs suspense;
    for (const std::string& one : briefs(folded(row.story))) {
      if (one.starts_with("suspense")) suspense.push_back(one);
    }
    EXPECT_EQ(suspense, row.suspense) << row.what;
  }
}

// Where two become one, the later of what moved them.
TEST(Suspense, StandsWhereItWasMovedLast) {
  const auto rows =
      folded({told("ch_1", "", 5), told("pi_1", "", 7), told("pi_1", "ch_1", 0)}).exceptions();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.front().position, (LogPosition{3, 1}));
  EXPECT_EQ(rows.front().org_id, OrgId("acme"));
}

}  // namespace
}  // namespace nemo
