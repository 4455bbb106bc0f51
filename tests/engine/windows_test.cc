#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

// The end of the window that holds a time, and the last millisecond before it.
struct WindowRow {
  Period period;
  const char* last;
  const char* next;
};

const WindowRow kWindows[] = {
    {Period::kDaily, "2026-01-01T23:59:59.999Z", "2026-01-02T00:00:00Z"},
    {Period::kDaily, "2028-02-28T23:59:59.999Z", "2028-02-29T00:00:00Z"},
    {Period::kWeekly, "2026-01-04T23:59:59.999Z", "2026-01-05T00:00:00Z"},
    {Period::kWeekly, "2027-01-03T23:59:59.999Z", "2027-01-04T00:00:00Z"},
    {Period::kMonthly, "2026-01-31T23:59:59.999Z", "2026-02-01T00:00:00Z"},
    {Period::kMonthly, "2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z"},
    {Period::kMonthly, "2028-02-29T23:59:59.999Z", "2028-03-01T00:00:00Z"},
    {Period::kMonthly, "2026-04-30T23:59:59.999Z", "2026-05-01T00:00:00Z"},
    {Period::kMonthly, "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"},
    {Period::kMonthly, "2100-02-28T23:59:59.999Z", "2100-03-01T00:00:00Z"},
    {Period::kMonthly, "2400-02-29T23:59:59.999Z", "2400-03-01T00:00:00Z"},
};

TEST(Windows, EndWhereTheCalendarSaysInUtc) {
  for (const WindowRow& row : kWindows) {
    Situation s = Situation::with_credits(1000);
    s.at(row.last, budget(Scope::kKey, "k", row.period, 10));
    s.at(row.last, usage("u1", 10));
    EXPECT_EQ(s.at(row.last, request("r1", 1)), "denied_budget") << row.last;
    const auto& detail = std::get<BudgetDetail>(s.own().detail);
    EXPECT_EQ(detail.retry_at, parse_rfc3339(row.next)) << row.last;
    EXPECT_EQ(s.at(row.next, request("r2", 10)), "granted") << row.next;
    EXPECT_EQ(s.then(request("r3", 1)), "denied_budget");
  }
}

TEST(Windows, ATotalBudgetNeverEndsAndTellsNoRetry) {
  Situation s = Situation::with_credits(1000);
  s.at("2026-01-01T00:00:00Z", budget(Scope::kKey, "k", Period::kTotal, 10));
  s.then(usage("u1", 10));
  EXPECT_EQ(s.at("2031-01-01T00:00:00Z", request("r1", 1)), "denied_budget");
  EXPECT_EQ(s.detail(), "KEY:k:TOTAL limit=10 spent=10 held=0");
}

TEST(Windows, AHoldAndItsCostBelongToTheWindowOfTheGrant) {
  Situation s = Situation::with_credits(1000);
  s.at("2026-01-01T23:59:59.999Z", budget(Scope::kKey, "k", Period::kDaily, 100));
  s.then(request("r", 80));
  const char* next_day = "2026-01-02T00:00:00Z";
  EXPECT_EQ(s.at(next_day, request("q1", 100)), "granted") << "a new window starts clean";
  s.then(release("q1"));
  EXPECT_EQ(s.then(settle("r", 90)), "settled") << "no alert: it is not the window running now";
  EXPECT_EQ(s.then(request("q2", 100)), "granted");
  EXPECT_EQ(s.then(request("q3", 1)), "denied_budget");
  EXPECT_EQ(s.detail(), "KEY:k:DAILY limit=100 spent=0 held=100 retry=172800000");
}

TEST(Windows, AnIncreaseIsCheckedAndHeldInTheWindowOfTheGrantAndRetriesWithTheOneNowRunning) {
  Situation s = Situation::with_credits(1000);
  s.at("2026-01-01T23:59:59Z", budget(Scope::kKey, "k", Period::kDaily, 100));
  s.then(request("r", 80));
  s.at("2026-01-02T00:00:01Z", usage("u", 95));
  EXPECT_EQ(s.then(increase("r", "i1", 20)), "granted");
  EXPECT_EQ(s.detail(),
            "amount=20 expires=86999000 tightest=KEY:k:DAILY limit=100 spent=0 held=100");
  EXPECT_EQ(s.then(increase("r", "i2", 1)), "denied_budget");
  EXPECT_EQ(s.detail(), "KEY:k:DAILY limit=100 spent=0 held=100 retry=172800000");
}

TEST(Windows, OrphansAndUsageCountInTheWindowOfTheirOwnTime) {
  Situation s = Situation::with_credits(1000);
  s.at("2026-01-01T12:00:00Z", budget(Scope::kOrganization, "acme", Period::kDaily, 100));
  s.at("2026-01-02T12:00:00Z", settle("orphan", 60));
  s.then(usage("u", 30));
  EXPECT_EQ(s.then(request("r", 11)), "denied_budget");
  EXPECT_EQ(s.detail(), "ORGANIZATION:acme:DAILY limit=100 spent=90 held=0 retry=172800000");
}

TEST(Windows, ALateCostCountsInAWindowLongPastAndFreesNothingNow) {
  Situation s = Situation::with_credits(1000);
  s.at("2026-01-01T12:00:00Z", budget(Scope::kKey, "k", Period::kDaily, 100));
  s.then(request("r1", 40));
  s.then(request("r2", 40));
  for (int day = 2; day < 20; ++day) {
    const std::string at = "2026-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
    s.at(at + "T12:00:00Z", usage("u" + std::to_string(day), 5));
  }
  EXPECT_EQ(s.then(settle("r1", 60)), "settled");
  EXPECT_EQ(s.flags(), "above_hold late");
  EXPECT_EQ(s.then(settle("r2", kMax - 59)), "invalid_cost_nano") << "the old window is known";
  EXPECT_EQ(s.then(request("q", 95)), "granted");
}

TEST(Windows, AreKeptAsLongAsAnExpiredHoldMaySettleIntoThem) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 100));
  s.at(0, usage("u1", 50));
  s.at(0, request("r", 10));
  EXPECT_EQ(s.at(86'400'000, usage("u2", 1)), "~expired accepted");
  EXPECT_EQ(s.then(settle("r", kMax - 49)), "invalid_cost_nano");
  EXPECT_EQ(s.then(settle("r", kMax - 50)), "settled");
}

TEST(Windows, PastWindowsThatCanCountNoMoreAreDropped) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 100));
  for (int day = 0; day < 100; ++day) {
    const std::int64_t now = day * 86'400'000LL;
    const std::string id = "r" + std::to_string(day);
    s.at(now, request(id, 5));
    s.at(now + 1, day % 2 == 0 ? Payload(settle(id, 5)) : Payload(release(id)));
  }
  // Those of releases may still be settled for 30 days.
  EXPECT_LE(s.org().budgets[0].older.size(), 16U);
  EXPECT_GE(s.org().budgets[0].older.size(), 14U);
}

TEST(Windows, SeveralOpenWindowsAreKeptApart) {
  Situation s = Situation::with_credits(100'000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 100));
  for (int day = 0; day < 5; ++day) {
    const std::int64_t now = day * 86'400'000LL;
    s.at(now, with(request("r" + std::to_string(day), 10 + day),
                   [](auto& r) { r.ttl_ms = 86'400'000; }));
    for (int other = 0; other <= day; ++other) {
      s.at(now, with(increase("r" + std::to_string(other),
                              "i" + std::to_string(day) + "-" + std::to_string(other), 1),
                     [](auto& r) { r.extend_ms = 86'400'000; }));
    }
  }
  EXPECT_EQ(s.org().held.value, 75);
  EXPECT_EQ(s.then(release("r2")), "released");
  EXPECT_EQ(s.then(settle("r1", 14)), "settled");
  EXPECT_EQ(s.then(increase("r0", "last", 86)), "denied_budget");
  EXPECT_EQ(s.then(increase("r0", "fits", 85)), "granted");
}

}  // namespace
}  // namespace nemo
