#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

ReservationRequested lasting(std::string_view id, std::int64_t amount, std::int64_t ttl_ms) {
  return with(request(id, amount), [ttl_ms](auto& r) { r.ttl_ms = ttl_ms; });
}

ReservationIncreased extending(std::string_view id, std::string_view increase_id,
                               std::int64_t amount, std::int64_t extend_ms) {
  return with(increase(id, increase_id, amount), [extend_ms](auto& r) { r.extend_ms = extend_ms; });
}

TEST(Holds, AGrantHoldsTheAmountAndTellsItsEnd) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(s.at(5, request("r", 100)), "granted");
  EXPECT_EQ(s.detail(), "amount=100 expires=600005");
  EXPECT_EQ(s.balance(), "100/100/0");
  EXPECT_EQ(s.postings(), "");
  EXPECT_EQ(s.own().reservation_id.value, "r");
  EXPECT_EQ(s.then(request("r2", 1)), "denied_credits");
  EXPECT_EQ(s.detail(), "needed=1 available=0");
  EXPECT_EQ(s.then(request("r3", 0)), "granted");
}

TEST(Holds, AHoldIsOpenTheMillisecondBeforeItsEndAndExpiredAtIt) {
  struct Row {
    std::int64_t at;
    const char* settle;
    const char* release;
    const char* increase;
  };
  const Row rows[] = {
      {999, "settled", "released", "granted"},
      {1000, "~expired settled", "~expired already_expired", "~expired already_expired"},
      {1001, "~expired settled", "~expired already_expired", "~expired already_expired"},
  };
  for (const Row& row : rows) {
    const auto after = [&row](const Payload& record) {
      Situation s = Situation::with_credits(100);
      s.at(0, lasting("r", 60, 1000));
      return s.at(row.at, record);
    };
    EXPECT_EQ(after(settle("r", 60)), row.settle) << row.at;
    EXPECT_EQ(after(release("r")), row.release) << row.at;
    EXPECT_EQ(after(increase("r", "i", 1)), row.increase) << row.at;
  }
}

TEST(Holds, AnExpiryIsALineOfItsOwnByTime) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("r", 60, 1000));
  s.at(0, lasting("q", 10, 2000));
  s.at(1500, ClockTicked{});
  const Outcome& line = s.lines()[0];
  EXPECT_EQ(s.story(), "~expired@1000 r amount=60 | accepted");
  EXPECT_FALSE(line.event_id.has_value());
  EXPECT_EQ(line.org_id.value, "acme");
  EXPECT_EQ(balance_of(line), "100/10/90");
  EXPECT_EQ(line.created_offset, 3);
  EXPECT_EQ(line.position.offset, 5) << "the record that let it fall due";
}

TEST(Holds, AnotherOrganizationsRecordLetsHoldsExpire) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("r", 60, 1000));
  Envelope other = s.envelope(organization());
  other.org_id = s.neighbour(0);
  EXPECT_EQ(s.at(1000, other), "~expired accepted");
  EXPECT_EQ(s.lines()[0].org_id.value, "acme");
  EXPECT_EQ(s.balance(), "0/0/0") << "the record's own organization";
}

TEST(Holds, EvenARepeatAndAWrongFormLetTimePass) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("r1", 10, 1000));
  s.at(0, lasting("r2", 10, 2000));
  EXPECT_EQ(s.at(1000, lasting("r1", 10, 1000)), "~expired exists");
  EXPECT_EQ(s.at(2000, request("r3", -1)), "~expired invalid_amount_nano");
}

TEST(Holds, WhatIsDueComesInOrderOfItsTimeThenOfItsGrant) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("late", 1, 5000));
  s.at(0, lasting("b", 2, 3000));
  s.at(1000, lasting("a", 3, 2000));
  s.at(1000, lasting("soon", 4, 1000));
  EXPECT_EQ(s.at(9000, ClockTicked{}), "~expired ~expired ~expired ~expired accepted");
  EXPECT_EQ(s.story(),
            "~expired@2000 soon amount=4 | ~expired@3000 b amount=2 | ~expired@3000 a amount=3 | "
            "~expired@5000 late amount=1 | accepted");
}

TEST(Holds, AnExtensionKeepsTheOffsetOfTheGrant) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("first", 1, 1000));
  s.at(0, lasting("second", 2, 3000));
  EXPECT_EQ(s.at(500, extending("first", "i", 0, 2000)), "granted");
  EXPECT_EQ(s.detail(), "amount=0 expires=3000");
  s.at(3000, ClockTicked{});
  EXPECT_EQ(s.story(), "~expired@3000 first amount=1 | ~expired@3000 second amount=2 | accepted");
}

TEST(Holds, TheTimeToLiveIsFromASecondToADay) {
  const std::pair<std::int64_t, const char*> rows[] = {{999, "invalid_ttl_ms"},
                                                       {1000, "granted"},
                                                       {86'400'000, "granted"},
                                                       {86'400'001, "invalid_ttl_ms"},
                                                       {-1, "invalid_ttl_ms"}};
  for (const auto& [ttl_ms, outcome] : rows) {
    Situation s = Situation::with_credits(100);
    EXPECT_EQ(s.then(lasting("r", 1, ttl_ms)), outcome) << ttl_ms;
  }
}

TEST(Holds, AReleaseGivesTheWholeHoldBack) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 60));
  s.at(0, increase("r", "i", 20));
  EXPECT_EQ(s.at(1, release("r")), "released");
  EXPECT_EQ(s.detail(), "amount=80");
  EXPECT_EQ(s.balance(), "100/0/100");
  EXPECT_EQ(s.postings(), "");
  EXPECT_EQ(s.at(2, release("r")), "already_released");
  EXPECT_EQ(s.detail(), "released@5");
  EXPECT_EQ(s.at(3, increase("r", "j", 1)), "already_released");
  EXPECT_EQ(s.at(4, increase("r", "i", 20)), "exists") << "increase_id comes before the hold";
}

TEST(Holds, WhatIsNotThereIsNotFound) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(s.then(release("r")), "not_found");
  EXPECT_EQ(s.then(increase("r", "i", 1)), "not_found");
  EXPECT_EQ(s.then(request("r", 500)), "denied_credits");
  EXPECT_EQ(s.then(release("r")), "not_found");
  EXPECT_EQ(s.then(increase("r", "i", 1)), "not_found") << "not_found uses up no increase_id";
  EXPECT_EQ(s.own().reservation_id.value, "r");
}

TEST(Holds, AnExpiredHoldTellsThePositionOfTheRecordThatLetItExpire) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("r", 1, 1000));
  s.at(5000, ClockTicked{});
  EXPECT_EQ(s.at(5001, release("r")), "already_expired");
  EXPECT_EQ(s.detail(), "expired@4");
  EXPECT_EQ(s.at(5001, lasting("r", 1, 1000)), "exists");
  EXPECT_EQ(s.detail(), "granted@3");
}

TEST(Increases, TheAddedAmountIsHeldAndAnsweredWithTheNewEnd) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 60));
  EXPECT_EQ(s.at(10, extending("r", "i1", 30, 1000)), "granted");
  EXPECT_EQ(s.detail(), "amount=30 expires=601000");
  EXPECT_EQ(s.balance(), "100/90/10");
  EXPECT_EQ(s.at(10, increase("r", "i2", 11)), "denied_credits");
  EXPECT_EQ(s.detail(), "needed=11 available=10");
  EXPECT_EQ(s.at(20, increase("r", "i2", 11)), "exists");
  EXPECT_EQ(s.detail(), "denied_credits@5");
  EXPECT_EQ(s.at(601'000, ClockTicked{}), "~expired accepted");
  EXPECT_EQ(detail_of(s.lines()[0]), "amount=90");
}

TEST(Increases, ExtensionsHaveNoUpperLimitTogether) {
  Situation s = Situation::with_credits(100);
  s.at(0, lasting("r", 1, 86'400'000));
  s.at(0, extending("r", "i1", 0, 86'400'000));
  EXPECT_EQ(s.at(0, extending("r", "i2", 0, 86'400'001)), "invalid_extend_ms");
  EXPECT_EQ(s.at(0, extending("r", "i2", 0, 86'400'000)), "granted");
  EXPECT_EQ(s.detail(), "amount=0 expires=259200000");
  EXPECT_EQ(s.at(259'199'999, ClockTicked{}), "accepted");
  EXPECT_EQ(s.at(259'200'000, ClockTicked{}), "~expired accepted");
}

TEST(Increases, AnIncreaseNeedsItsOrganizationActiveAndItsKeyGood) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 10));
  s.at(0, OrganizationSuspended{});
  EXPECT_EQ(s.at(1, increase("r", "i1", 1)), "denied_organization_suspended");
  s.at(1, OrganizationResumed{});
  s.at(1, with(key_update("k"), [](auto& u) { u.allowed_models = {ModelName("n")}; }));
  EXPECT_EQ(s.at(1, increase("r", "i2", 1)), "denied_model_not_allowed");
  s.at(1, with(key_update("k"), [](auto& u) {
         u.clear = {Label("allowed_models")};
         u.expires_at = TimeMs{kStart + 2};
       }));
  EXPECT_EQ(s.at(1, increase("r", "i3", 1)), "granted");
  EXPECT_EQ(s.at(2, increase("r", "i4", 1)), "denied_key_expired");
  s.at(2, key_revoked("k"));
  EXPECT_EQ(s.at(2, increase("r", "i5", 1)), "denied_key_revoked");
  EXPECT_EQ(s.at(2, settle("r", 11)), "settled") << "what happened still settles";
}

TEST(Increases, InAnOrganizationThatIsNotThereTheDenialUsesUpTheId) {
  Situation s;
  EXPECT_EQ(s.at(0, increase("r", "i", 1)), "denied_organization_unknown");
  s.at(0, organization());
  EXPECT_EQ(s.at(0, increase("r", "i", 1)), "exists");
  EXPECT_EQ(s.at(0, increase("q", "i", 1)), "exists_with_different_reservation_id");
}

TEST(Increases, SuspensionStopsRequestsAndIncreasesAndNothingElse) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r1", 10));
  s.at(0, request("r2", 10));
  s.at(0, OrganizationSuspended{});
  EXPECT_EQ(s.at(1, request("r3", 1)), "denied_organization_suspended");
  EXPECT_EQ(s.at(1, settle("r1", 5)), "settled");
  EXPECT_EQ(s.at(1, release("r2")), "released");
  EXPECT_EQ(s.at(1, usage("u", 1)), "accepted");
  EXPECT_EQ(s.at(1, settle("orphan", 1)), "settled");
  EXPECT_EQ(s.at(1, credits("g", 1)), "accepted");
  EXPECT_EQ(s.at(1, key("k2")), "accepted");
}

}  // namespace
}  // namespace nemo
