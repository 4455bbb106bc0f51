#include <gtest/gtest.h>

#include "events/log/partitioner.h"
#include "tests/engine/situation.h"

namespace nemo {
namespace {

Unreadable unreadable(UnreadableReason reason) {
  Unreadable record;
  record.reason = reason;
  return record;
}

Record record_at(Situation& s, std::optional<std::int64_t> at, std::int64_t appended,
                 Payload payload) {
  Record record{{s.state().partition, s.next_offset()}, {}, {kStart + appended}, {}};
  if (at) record.at = TimeMs{kStart + *at};
  record.envelope = s.envelope(std::move(payload));
  return record;
}

TEST(Malformed, WhatCannotBeReadLetsNoTimePassAndChangesNothing) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 40));
  for (int number = 1; number <= 18; ++number) {
    const auto reason = static_cast<UnreadableReason>(number);
    EXPECT_EQ(s.at(86'400'000, unreadable(reason)), "malformed");
    EXPECT_EQ(s.detail(), enum_name(reason));
    EXPECT_FALSE(s.detail().empty());
    EXPECT_EQ(s.own().at, TimeMs{kStart}) << "the log time of the record before it";
    EXPECT_EQ(s.balance(), "100/40/60") << "its organization exists";
  }
  EXPECT_EQ(s.at(1, settle("r", 40)), "settled");
}

TEST(Malformed, ALineWithoutReadableOrganizationTellsNoBalance) {
  Situation s = Situation::with_credits(100);
  Envelope envelope;
  envelope.payload = unreadable(UnreadableReason::kNotJson);
  EXPECT_EQ(s.at(0, envelope), "malformed");
  EXPECT_EQ(s.balance(), "none");
  EXPECT_FALSE(s.own().event_id.has_value());
}

TEST(Malformed, ARecordInAnotherOrganizationsPartitionTouchesNothing) {
  Situation s = Situation::with_credits(100);
  s.at(0, with(request("r", 1), [](auto& r) { r.ttl_ms = 1000; }));
  int number = 0;
  while (partition_of(OrgId("stranger-" + std::to_string(number))) == s.state().partition) ++number;
  Envelope envelope = s.envelope(request("q", 1));
  envelope.org_id = OrgId("stranger-" + std::to_string(number));
  EXPECT_EQ(s.at(5000, envelope), "malformed");
  EXPECT_EQ(s.detail(), "wrong_partition");
  EXPECT_EQ(s.own().reservation_id.value, "") << "not on a malformed line";
  envelope.payload = organization();
  EXPECT_EQ(s.at(5000, envelope), "malformed");
  EXPECT_EQ(s.at(999, ClockTicked{}), "accepted");
}

TEST(Malformed, ARecordOfTheWholeLedgerBelongsToTheLedger) {
  Situation s = Situation::with_credits(100);
  Envelope envelope = s.envelope(book("v1", 5, 0));
  envelope.org_id = OrgId("acme");
  EXPECT_EQ(s.at(0, envelope), "malformed");
  EXPECT_EQ(s.detail(), "wrong_organization");
  EXPECT_TRUE(s.state().books.empty());
}

TEST(Malformed, NoIdIsUsedUp) {
  Situation s = Situation::with_credits(100);
  Envelope envelope = s.envelope(unreadable(UnreadableReason::kUnknownField));
  s.at(0, envelope);
  envelope.payload = ClockTicked{};
  EXPECT_EQ(s.at(0, envelope), "accepted");
}

TEST(Time, AReservationIdStandsOnItsLinesWhereItIsWellFormed) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(s.then(with(request("r", 1), [](auto& r) { r.model = {}; })), "invalid_model");
  EXPECT_EQ(s.own().reservation_id.value, "r");
  EXPECT_EQ(s.then(request("not an id", 1)), "invalid_reservation_id");
  EXPECT_EQ(s.own().reservation_id.value, "");
}

TEST(Time, NeverRunsBack) {
  Situation s = Situation::with_credits(100);
  s.at(5000, ClockTicked{});
  EXPECT_EQ(s.at(1000, request("r", 1)), "granted");
  EXPECT_EQ(s.own().at, TimeMs{kStart + 5000});
  EXPECT_EQ(s.detail(), "amount=1 expires=605000");
  EXPECT_EQ(s.at(5000, request("q", 1)), "granted") << "equal times are fine";
  EXPECT_EQ(s.detail(), "amount=1 expires=605000");
}

TEST(Time, ALeapOfAYearLetsEverythingHappenInItsOrder) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g1", 100, 700'000));
  s.at(0, purchase("g2", 100, 500'000));
  s.at(0, request("r", 150));
  s.at("2027-01-01T00:00:00Z", ClockTicked{});
  EXPECT_EQ(s.story(),
            "~credit_expired@500000 g2 50 credits:purchased>revenue:breakage 50 | "
            "~expired@600000 r amount=150 | "
            "~credit_expired@600000 g2 50 credits:purchased>revenue:breakage 50 | "
            "~credit_expired@700000 g1 100 credits:purchased>revenue:breakage 100 | accepted");
}

TEST(Time, WithoutAtTheAppendTimeCountsAndFromThenOnAlone) {
  Situation s;
  s.step_record(record_at(s, 1000, 900'000, ClockTicked{}));
  EXPECT_EQ(s.own().at, TimeMs{kStart + 1000});
  s.step_record(record_at(s, {}, 2000, ClockTicked{}));
  EXPECT_EQ(s.own().at, TimeMs{kStart + 2000});
  s.step_record(record_at(s, 500'000, 3000, ClockTicked{}));
  EXPECT_EQ(s.own().at, TimeMs{kStart + 3000}) << "a live partition cannot be dated";
  s.step_record(record_at(s, 500'000, 2500, ClockTicked{}));
  EXPECT_EQ(s.own().at, TimeMs{kStart + 3000});
}

TEST(Time, AMalformedRecordWithoutAtMakesNoPartitionLive) {
  Situation s;
  s.step_record(record_at(s, {}, 9000, unreadable(UnreadableReason::kNotJson)));
  s.step_record(record_at(s, 1000, 1000, ClockTicked{}));
  EXPECT_EQ(s.own().at, TimeMs{kStart + 1000});
}

TEST(Time, OutcomesDoNotDependOnHowOftenTheClockTicks) {
  const auto run = [](std::int64_t every) {
    Situation s = Situation::with_credits(1000);
    s.at(0, purchase("g", 50, 30'000));
    s.at(0, with(request("r1", 40), [](auto& r) { r.ttl_ms = 20'000; }));
    s.at(0, with(request("r2", 10), [](auto& r) { r.ttl_ms = 40'000; }));
    std::string story;
    for (std::int64_t now = every; now <= 60'000; now += every) {
      s.at(now, ClockTicked{});
      for (const Outcome& line : s.lines().span()) {
        if (line.by_time) {
          story += name_of(line) + "@" + std::to_string(line.at.value - kStart) + balance_of(line);
        }
      }
    }
    return story;
  };
  EXPECT_EQ(run(1000), run(60'000));
  EXPECT_EQ(run(7500), run(60'000));
}

}  // namespace
}  // namespace nemo
