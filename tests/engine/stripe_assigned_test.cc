// Whose a payment is, in the partition of kStripeOrg: the first record decides, for ever.
#include <gtest/gtest.h>

#include <algorithm>

#include "events/log/partitioner.h"
#include "tests/engine/situation.h"
#include "tests/engine/stripe_story.h"

namespace nemo {
namespace {

constexpr std::int64_t kDay = 86'400'000;

class Nobodys {
 public:
  Nobodys() { world_.state().partition = partition_of(OrgId(kStripeOrg)); }

  std::string at(std::int64_t ms, const Payload& payload) {
    Envelope envelope = world_.envelope(payload);
    envelope.org_id = OrgId(kStripeOrg);
    return world_.at(ms, envelope);
  }
  std::string then(const Payload& payload) { return at(now_++, payload); }
  Situation& world() { return world_; }
  std::int64_t in(Account account) {
    const Wide sum = world_.state().globals.accounts[static_cast<std::uint8_t>(account)];
    return static_cast<std::int64_t>(sum);
  }

 private:
  Situation world_;
  std::int64_t now_ = 0;
};

StripeObjectAssigned assigned(const char* org, const char* charge = "", const char* actor = "ada") {
  return {StripeId("pi_1"), OrgId(org), StripeId(charge), Label(actor)};
}

TEST(StripeAssigned, TheFirstDecidesForEver) {
  Nobodys stripe;
  EXPECT_EQ(stripe.at(0, assigned("acme", "ch_1")), "accepted");
  const struct {
    std::int64_t at;
    StripeObjectAssigned record;
    const char* outcome;
  } rows[] = {
      {1, assigned("acme", "ch_1"), "exists"},
      {1, assigned("acme", "ch_1", "stripe"), "exists"},
      {1, assigned("acme", "ch_2"), "exists_with_different_charge_id"},
      {1, assigned("acme"), "exists_with_different_charge_id"},
      {1, assigned("other", "ch_1"), "exists_with_different_assigned_org_id"},
      {1, assigned("other", "ch_2"), "exists_with_different_assigned_org_id"},
      {40 * kDay, assigned("acme", "ch_1"), "exists"},
      {400 * kDay, assigned("other"), "exists_with_different_assigned_org_id"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(stripe.at(row.at, row.record), row.outcome);
    EXPECT_EQ(stripe.world().detail(), "accepted@0") << row.outcome;
    EXPECT_EQ(stripe.world().postings(), "");
  }
}

TEST(StripeAssigned, AnEventIdDoesNotDecide) {
  Situation world;
  world.state().partition = partition_of(OrgId(kStripeOrg));
  Envelope envelope = world.envelope(assigned("acme"));
  envelope.org_id = OrgId(kStripeOrg);
  EXPECT_EQ(world.at(0, envelope), "accepted");
  envelope.payload = assigned("other");
  EXPECT_EQ(world.at(0, envelope), "exists_with_different_assigned_org_id");
  EXPECT_EQ(world.at(0, envelope), "exists_with_different_assigned_org_id") << "nor does its own";
  EXPECT_EQ(world.detail(), "accepted@0");
}

TEST(StripeAssigned, WhatIsWrongDecidesNothing) {
  Nobodys stripe;
  EXPECT_EQ(stripe.then(assigned("")), "invalid_assigned_org_id");
  EXPECT_EQ(stripe.then(assigned("acme", "", "")), "invalid_actor");
  EXPECT_EQ(stripe.then(assigned("other")), "accepted");
}

TEST(StripeAssigned, OneObjectSaysNothingOfAnother) {
  Nobodys stripe;
  StripeObjectAssigned charge = assigned("other");
  charge.object_id = StripeId("ch_1");
  EXPECT_EQ(stripe.then(assigned("acme", "ch_1")), "accepted");
  EXPECT_EQ(stripe.then(charge), "accepted");
}

// What was told before and after, by whomever it was assigned first: nothing of it stays here.
TEST(StripeAssigned, InAnyOrderNothingOfItIsLeftAndOneIsAccepted) {
  StripeTold told;
  std::vector<Payload> records = {told.paid(10400),
                                  told.refund("re_1", 2600, RefundStatus::kSucceeded),
                                  assigned("acme"), assigned("other"), assigned("acme", "ch_1")};
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  do {
    Nobodys stripe;
    int accepted = 0;
    for (const std::size_t place : order) {
      const std::string outcome = stripe.then(records[place]);
      accepted += place >= 2 && outcome == "accepted";
    }
    EXPECT_EQ(accepted, 1);
    EXPECT_EQ(stripe.in(Account::kSuspense), 0);
    EXPECT_EQ(stripe.in(Account::kStripeClearing), 0);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace nemo
