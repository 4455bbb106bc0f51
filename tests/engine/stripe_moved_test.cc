// What nobody's payment was until it is known whose it is.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/step.h"
#include "engine/invariants/invariants.h"
#include "events/log/partitioner.h"
#include "tests/engine/records.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

// Records of _stripe, one after the other; every truth is asked after each.
class Nobodys {
 public:
  Nobodys() : state_(partition_of(OrgId(kStripeOrg))) {}

  void tell(const Payload& payload) {
    Record record;
    record.envelope.org_id = OrgId(kStripeOrg);
    record.envelope.event_id = EventId{};
    record.envelope.event_id->bytes[0] = static_cast<std::uint8_t>(state_.globals.next_offset);
    record.envelope.payload = payload;
    record.position = {state_.partition, state_.globals.next_offset};
    record.at = TimeMs{kStart + state_.globals.next_offset};
    OutcomeLines lines;
    step(state_, record, lines);
    EXPECT_EQ(format_outcome_name(lines.span().front().name), "accepted");
    EXPECT_EQ(broken_invariants(state_), std::vector<std::string>());
    EXPECT_EQ(broken_invariants_of_changes(state_), std::vector<std::string>());
  }

  std::int64_t account(Account account) const {
    return static_cast<std::int64_t>(state_.globals.accounts[static_cast<std::size_t>(account)]);
  }
  bool books_are_empty() const {
    return std::all_of(state_.globals.accounts.begin(), state_.globals.accounts.end(),
                       [](Wide sum) { return sum == 0; });
  }

 private:
  PartitionState state_;
};

std::vector<Payload> story() {
  StripeTold s;
  StripePaymentReported taxed = s.paid(10400);
  taxed.tax_nano = Nano{400};
  StripePaymentReported withdrawn = s.dispute("dp_1", 5200, DisputeStatus::kNeedsResponse);
  withdrawn.disputes[0].transactions = {{StripeId("txn_1"), Nano{-5200}, Nano{1500}}};
  return {taxed, s.refund("re_1", 2600, RefundStatus::kSucceeded),
          s.dispute("dp_2", 2600, DisputeStatus::kNeedsResponse), withdrawn};
}

TEST(StripeMoved, NobodysMoneyIsInSuspense) {
  Nobodys world;
  for (const Payload& said : story()) world.tell(said);
  EXPECT_EQ(world.account(Account::kSuspense), -(10400 - 2600 - 5200));
  EXPECT_EQ(world.account(Account::kStripeClearing), 10400 - 2600 - 5200 - 1500);
  EXPECT_EQ(world.account(Account::kExpenseStripeFees), 1500);
}

TEST(StripeMoved, WhatMovedHasNothingBookedWhateverIsToldLater) {
  const std::vector<Payload> told = story();
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  do {
    Nobodys world;
    for (const std::size_t place : order) {
      world.tell(place < told.size() ? told[place]
                                     : Payload(StripeObjectAssigned{
                                           StripeId("pi_1"), OrgId("acme"), {}, Label("ada")}));
    }
    EXPECT_TRUE(world.books_are_empty());
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace nemo
