#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

ReservationRequested short_request(std::string_view id, std::int64_t amount) {
  return with(request(id, amount), [](auto& r) { r.ttl_ms = 1000; });
}
ReservationSettled by_usage(std::string_view id, std::int64_t tokens) {
  return with(settle(id, 0), [tokens](auto& r) {
    r.cost_nano.reset();
    r.usage = input_tokens(tokens);
  });
}

TEST(Settlements, TheCostIsPostedInFullAndTheWholeHoldGoesBack) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 60));
  EXPECT_EQ(s.at(1, settle("r", 25)), "settled");
  EXPECT_EQ(s.detail(), "cost=25");
  EXPECT_EQ(s.flags(), "");
  EXPECT_EQ(s.balance(), "75/0/75");
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 25");
  EXPECT_EQ(s.at(2, settle("r", 99)), "already_settled") << "whatever its cost";
  EXPECT_EQ(s.detail(), "settled@4");
  EXPECT_EQ(s.at(2, release("r")), "already_settled");
  EXPECT_EQ(s.at(2, increase("r", "i", 1)), "already_settled");
  EXPECT_EQ(s.at(2, request("r", 60)), "exists");
}

TEST(Settlements, ACostOfNothingHasNoPostings) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 60));
  EXPECT_EQ(s.at(1, settle("r", 0)), "settled");
  EXPECT_EQ(s.postings(), "");
  EXPECT_EQ(s.balance(), "100/0/100");
}

TEST(Settlements, FlagsTellWhatHappenedToTheHoldBefore) {
  enum class Before { kOpen, kExpired, kReleased, kReleasedAndPast };
  struct Row {
    Before before;
    std::int64_t cost;  // -1: usage without a price
    const char* flags;
    const char* detail;
  };
  const Row rows[] = {
      {Before::kOpen, 60, "", "cost=60"},
      {Before::kOpen, 61, "above_hold", "cost=61"},
      {Before::kOpen, -1, "unpriced", "cost=60"},
      {Before::kExpired, 60, "late", "cost=60"},
      {Before::kExpired, 61, "above_hold late", "cost=61"},
      {Before::kExpired, -1, "late unpriced", "cost=60"},
      {Before::kReleased, 60, "after_release", "cost=60"},
      {Before::kReleased, 61, "above_hold after_release", "cost=61"},
      {Before::kReleased, -1, "after_release unpriced", "cost=60"},
      {Before::kReleasedAndPast, 1, "after_release", "cost=1"},
  };
  for (const Row& row : rows) {
    Situation s = Situation::with_credits(1000);
    s.at(0, short_request("r", 60));
    const bool released = row.before == Before::kReleased || row.before == Before::kReleasedAndPast;
    if (released) s.at(1, release("r"));
    const bool past = row.before == Before::kExpired || row.before == Before::kReleasedAndPast;
    const std::int64_t now = past ? 2000 : 2;
    s.at(now, row.cost < 0 ? by_usage("r", 5) : settle("r", row.cost));
    EXPECT_EQ(s.flags(), row.flags);
    EXPECT_EQ(s.detail(), row.detail) << row.flags;
    EXPECT_EQ(s.org().held.value, 0);
    EXPECT_EQ(s.then(settle("r", 1)), "already_settled");
  }
}

TEST(Settlements, AboveHoldComparesWithAllThatWasGranted) {
  Situation s = Situation::with_credits(1000);
  s.at(0, request("r", 60));
  s.at(0, increase("r", "i", 40));
  s.at(0, settle("r", 100));
  EXPECT_EQ(s.flags(), "");
  s.at(0, request("q", 60));
  s.at(0, increase("q", "j", 40));
  s.at(0, settle("q", 101));
  EXPECT_EQ(s.flags(), "above_hold");
}

TEST(Settlements, NoneIsRefusedForLackOfMoney) {
  Situation s = Situation::with_credits(10);
  s.at(0, request("r", 10));
  EXPECT_EQ(s.at(1, settle("r", 500)), "settled");
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 10, owed>revenue:usage 490");
  EXPECT_EQ(s.balance(), "-490/0/-490");
}

TEST(Settlements, OfAnUnknownReservationIsAnOrphanAndUsesUpTheId) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(s.at(0, settle("r", 30)), "settled");
  EXPECT_EQ(s.flags(), "orphan");
  EXPECT_EQ(s.balance(), "70/0/70");
  EXPECT_EQ(s.own().reservation_id.value, "r");
  for (const Payload& record : {Payload(settle("r", 1)), Payload(release("r")),
                                Payload(increase("r", "i", 1)), Payload(request("r", 1))}) {
    EXPECT_EQ(s.at(1, record), "already_settled");
    EXPECT_EQ(s.detail(), "settled@3");
  }
}

TEST(Settlements, AfterADenialTheSettlementIsAnOrphanAndTheRequestStillExists) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 500));
  EXPECT_EQ(s.at(1, settle("r", 30)), "settled");
  EXPECT_EQ(s.flags(), "orphan");
  EXPECT_EQ(s.at(2, request("r", 500)), "exists");
  EXPECT_EQ(s.detail(), "denied_credits@3");
  EXPECT_EQ(s.at(2, request("r", 501)), "exists_with_different_amount_nano");
  EXPECT_EQ(s.at(2, settle("r", 30)), "already_settled");
  EXPECT_EQ(s.detail(), "settled@4");
  EXPECT_EQ(s.at(2, release("r")), "already_settled");
}

TEST(Settlements, WithoutAnOrganizationNothingIsSettledAndNoIdUsedUp) {
  Situation s;
  EXPECT_EQ(s.at(0, settle("r", 5)), "denied_organization_unknown");
  EXPECT_EQ(s.balance(), "none");
  EXPECT_EQ(s.at(0, release("r")), "denied_organization_unknown");
  EXPECT_EQ(s.at(0, usage("u", 5)), "denied_organization_unknown");
  s.at(0, organization());
  EXPECT_EQ(s.at(0, settle("r", 5)), "settled");
  EXPECT_EQ(s.at(0, usage("u", 5)), "accepted");
}

TEST(Settlements, AnOrphanAndUsageWithoutAPricePostNothing) {
  Situation s = Situation::with_credits(100);
  s.at(0, by_usage("r", 5));
  EXPECT_EQ(s.flags(), "orphan unpriced");
  EXPECT_EQ(s.detail(), "cost=0");
  EXPECT_EQ(s.postings(), "");
  UsageRecorded used = usage("u", 0);
  used.cost_nano.reset();
  used.usage = input_tokens(5);
  EXPECT_EQ(s.at(0, used), "accepted");
  EXPECT_EQ(s.flags(), "unpriced");
  EXPECT_EQ(s.balance(), "100/0/100");
}

TEST(Settlements, UsageIsRecordedLikeACostWithoutAHold) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 90));
  EXPECT_EQ(s.at(0, usage("u", 40)), "accepted");
  EXPECT_EQ(s.detail(), "cost=40");
  EXPECT_EQ(s.postings(), "credits:purchased>revenue:usage 40");
  EXPECT_EQ(s.balance(), "60/90/-30");
  EXPECT_EQ(s.own().reservation_id.value, "");
}

TEST(Settlements, ExactnessChangesNoOutcomeAndPartialEndsTheHold) {
  for (const Exactness exactness :
       {Exactness::kExact, Exactness::kEstimated, Exactness::kPartial}) {
    Situation s = Situation::with_credits(100);
    s.at(0, request("r", 60));
    EXPECT_EQ(s.at(0, with(settle("r", 20), [exactness](auto& r) { r.exactness = exactness; })),
              "settled");
    EXPECT_EQ(s.balance(), "80/0/80");
  }
}

// A price of 1e12 (1e-18 of a unit) a token is 1,000 nano-units.
constexpr std::int64_t kThousandNano = 1'000'000'000'000;

TEST(Prices, ArePinnedAtTheGrant) {
  Situation s = Situation::with_credits(1'000'000);
  s.at(0, book("v1", kThousandNano, 0));
  s.at(0, book("v2", 2 * kThousandNano, 1000));
  ReservationRequested asked = request("r1", 0);
  asked.amount_nano.reset();
  asked.max_usage = input_tokens(10);
  EXPECT_EQ(s.at(999, asked), "granted");
  EXPECT_EQ(s.detail(), "amount=10000 expires=600999");
  asked.reservation_id = ReservationId("r2");
  EXPECT_EQ(s.at(1000, asked), "granted");
  EXPECT_EQ(s.detail(), "amount=20000 expires=601000");
  s.at(5000, by_usage("r1", 4));
  EXPECT_EQ(s.detail(), "cost=4000");
  s.at(5000, by_usage("r2", 4));
  EXPECT_EQ(s.detail(), "cost=8000");
  s.at(5000, with(by_usage("orphan", 4), [](auto& r) { r.model = ModelName("m"); }));
  EXPECT_EQ(s.detail(), "cost=8000") << "an orphan by the prices of its own time";
}

TEST(Prices, APriceThatComesAfterTheGrantDoesNotCount) {
  Situation s = Situation::with_credits(1'000'000);
  s.at(0, request("r", 50));
  s.at(1, book("v1", kThousandNano, 0));
  s.at(2, by_usage("r", 4));
  EXPECT_EQ(s.flags(), "unpriced");
  EXPECT_EQ(s.detail(), "cost=50");
}

TEST(Prices, OfEqualTimesTheLaterRecordCounts) {
  Situation s = Situation::with_credits(1'000'000);
  s.at(0, book("v1", kThousandNano, 0));
  s.at(0, book("v2", 3 * kThousandNano, 0));
  s.at(0, book("v0", 7 * kThousandNano, -1));
  s.at(0, with(by_usage("r", 1), [](auto& r) { r.model = ModelName("m"); }));
  EXPECT_EQ(s.detail(), "cost=3000");
}

TEST(Prices, TheSettlementsModelCountsBeforeTheReservations) {
  Situation s = Situation::with_credits(1'000'000);
  PriceBookPublished prices = book("v1", kThousandNano, 0);
  prices.models.push_back(prices.models[0]);
  prices.models[1].model = ModelName("cheap");
  prices.models[1].rates[0].price_e18 = kThousandNano / 1000;
  s.at(0, prices);
  s.at(0, request("r1", 50));
  s.at(0, request("r2", 50));
  s.at(0, request("r3", 50));
  s.at(0, by_usage("r1", 7));
  EXPECT_EQ(s.detail(), "cost=7000");
  s.at(0, with(by_usage("r2", 7), [](auto& r) { r.model = ModelName("cheap"); }));
  EXPECT_EQ(s.detail(), "cost=7");
  s.at(0, with(by_usage("r3", 7), [](auto& r) { r.model = ModelName("unknown"); }));
  EXPECT_EQ(s.flags(), "unpriced");
  EXPECT_EQ(s.detail(), "cost=50");
}

}  // namespace
}  // namespace nemo
