#include <gtest/gtest.h>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

struct ScopeRow {
  Scope scope;
  const char* id;
  bool counts_unreserved;
};

const ScopeRow kScopes[] = {
    {Scope::kKey, "k", true},  {Scope::kUser, "u", true},  {Scope::kTeam, "t", true},
    {Scope::kTag, "a", false}, {Scope::kModel, "m", true}, {Scope::kOrganization, "acme", true},
};

ReservationRequested tagged(std::string_view id, std::int64_t amount) {
  return with(request(id, amount), [](auto& r) { r.tags = {Tag("b"), Tag("a"), Tag("a")}; });
}

TEST(Budgets, OfEveryScopeAndPeriodHoldAndCountOnceAndLeaveNoRoomForMore) {
  for (const ScopeRow& row : kScopes) {
    for (const Period period :
         {Period::kDaily, Period::kWeekly, Period::kMonthly, Period::kTotal}) {
      Situation s = Situation::with_credits(1000);
      s.at(0, budget(row.scope, row.id, period, 100));
      EXPECT_EQ(s.at(0, tagged("r1", 60)), "granted") << row.id;
      EXPECT_EQ(std::get<GrantedDetail>(s.own().detail).tightest->held_nano.value, 60);
      EXPECT_EQ(s.at(0, tagged("r2", 41)), "denied_budget") << row.id;
      EXPECT_EQ(s.at(0, tagged("r3", 40)), "granted") << row.id;
      EXPECT_EQ(s.at(0, settle("r1", 10)), "settled");
      EXPECT_EQ(s.at(0, tagged("r4", 51)), "denied_budget");
      const auto& standing = std::get<BudgetDetail>(s.own().detail).budget;
      EXPECT_EQ(standing.scope, row.scope);
      EXPECT_EQ(standing.spent_nano.value, 10);
      EXPECT_EQ(standing.held_nano.value, 40);
      EXPECT_EQ(s.at(0, release("r3")), "released");
      EXPECT_EQ(s.at(0, tagged("r5", 90)), "granted");
    }
  }
}

TEST(Budgets, OfAnotherKeyUserTeamTagModelDoNotApply) {
  Situation s = Situation::with_credits(1000);
  for (const ScopeRow& row : kScopes) {
    if (row.scope != Scope::kOrganization) {
      s.at(0, budget(row.scope, "other", Period::kDaily, 0));
    }
  }
  EXPECT_EQ(s.at(0, tagged("r1", 10)), "granted");
  EXPECT_EQ(s.detail(), "amount=10 expires=600000");
  EXPECT_EQ(s.at(0, with(tagged("r2", 10), [](auto& r) { r.user_id = UserId("other"); })),
            "denied_budget")
      << "USER is the request's, else the key's";
}

TEST(Budgets, OrphansAndUsageCountEverywhereButInTags) {
  for (const ScopeRow& row : kScopes) {
    for (const bool orphan : {true, false}) {
      Situation s = Situation::with_credits(1000);
      s.at(0, budget(row.scope, row.id, Period::kTotal, 100));
      ReservationSettled settled = settle("r", 30);
      settled.key_id = KeyId("k");
      settled.model = ModelName("m");
      s.at(0, orphan ? Payload(settled) : Payload(usage("u", 30)));
      EXPECT_EQ(s.org().budgets[0].newest.spent.value, row.counts_unreserved ? 30 : 0) << row.id;
    }
  }
}

TEST(Budgets, AnOrphanWithoutKeyAndModelCountsInTheOrganizationAlone) {
  for (const ScopeRow& row : kScopes) {
    Situation s = Situation::with_credits(1000);
    s.at(0, budget(row.scope, row.id, Period::kTotal, 100));
    s.at(0, settle("r", 30));
    const bool counts = row.scope == Scope::kOrganization;
    EXPECT_EQ(s.org().budgets[0].newest.spent.value, counts ? 30 : 0) << row.id;
  }
}

TEST(Budgets, UnreservedUsageCountsForAKeyThatIsNotThereAndTheUserAndTeamTheKeyHasNow) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "ghost", Period::kTotal, 100));
  s.at(0, with(usage("u1", 5), [](auto& r) { r.key_id = KeyId("ghost"); }));
  EXPECT_EQ(s.org().budgets[0].newest.spent.value, 5);
  s.at(0, budget(Scope::kUser, "u2", Period::kTotal, 100));
  s.at(0, budget(Scope::kTeam, "t2", Period::kTotal, 100));
  s.at(0, with(key_update("k"), [](auto& u) {
         u.user_id = UserId("u2");
         u.team_id = TeamId("t2");
       }));
  s.at(0, usage("u2", 7));
  EXPECT_EQ(s.org().budgets[1].newest.spent.value, 7);
  EXPECT_EQ(s.org().budgets[2].newest.spent.value, 7);
}

TEST(Budgets, AReservationCountsForTheUserAndTeamOfItsGrant) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kUser, "u", Period::kTotal, 100));
  s.at(0, budget(Scope::kTeam, "t", Period::kTotal, 100));
  s.at(0, request("r", 50));
  s.at(0, with(key_update("k"), [](auto& u) {
         u.user_id = UserId("u2");
         u.team_id = TeamId("t2");
       }));
  s.at(0, settle("r", 20));
  EXPECT_EQ(s.org().budgets[0].newest.spent.value, 20);
  EXPECT_EQ(s.org().budgets[1].newest.spent.value, 20);
  EXPECT_EQ(s.org().budgets[0].newest.held.value, 0);
}

TEST(Budgets, AReservationCountsInThoseInForceAtItsGrantAndNoOther) {
  Situation s = Situation::with_credits(1000);
  s.at(0, request("r", 50));
  s.at(0, budget(Scope::kKey, "k", Period::kTotal, 30));
  EXPECT_EQ(s.at(0, increase("r", "i", 40)), "granted") << "set after the grant";
  EXPECT_EQ(s.at(0, settle("r", 90)), "settled");
  EXPECT_EQ(s.org().budgets[0].newest.spent.value, 0);
  EXPECT_EQ(s.at(0, request("q", 30)), "granted");
}

TEST(Budgets, OneThatIsRemovedAndSetAgainIsANewOne) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kTotal, 100));
  s.at(0, usage("u", 60));
  s.at(0, request("r", 40));
  EXPECT_EQ(s.at(0, no_budget(Scope::kKey, "k", Period::kTotal)), "accepted");
  EXPECT_EQ(s.at(0, no_budget(Scope::kKey, "k", Period::kTotal)), "not_found");
  EXPECT_EQ(s.at(0, budget(Scope::kKey, "k", Period::kTotal, 100)), "accepted");
  EXPECT_EQ(s.at(0, increase("r", "i", 500)), "granted");
  EXPECT_EQ(s.at(0, settle("r", 540)), "settled");
  EXPECT_EQ(s.at(0, request("q", 100)), "granted") << "removing forgets";
}

TEST(Budgets, ChangingTheLimitKeepsWhatTheWindowHasCounted) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 100));
  s.at(0, usage("u", 30));
  s.at(0, request("r", 40));
  EXPECT_EQ(s.at(0, budget(Scope::kKey, "k", Period::kDaily, 70)), "accepted");
  EXPECT_EQ(s.at(0, request("q", 1)), "denied_budget");
  EXPECT_EQ(s.detail(), "KEY:k:DAILY limit=70 spent=30 held=40 retry=86400000");
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 71));
  EXPECT_EQ(s.at(0, request("q2", 1)), "granted");
  EXPECT_EQ(s.at(0, budget(Scope::kKey, "k", Period::kDaily, 0)),
            "accepted budget_alert budget_alert budget_alert");
  EXPECT_EQ(s.at(0, settle("r", 40)), "settled");
}

TEST(Budgets, ABudgetCountsFromTheRecordThatSetIt) {
  Situation s = Situation::with_credits(1000);
  s.at(0, usage("u", 60));
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 100));
  EXPECT_EQ(s.at(0, request("r", 100)), "granted");
}

TEST(Budgets, TheTightestIsTheOneWithLeastLeftTheFirstOfEquals) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kOrganization, "acme", Period::kTotal, 100));
  s.at(0, budget(Scope::kModel, "m", Period::kTotal, 90));
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 90));
  s.at(0, request("r", 10));
  EXPECT_EQ(s.detail(), "amount=10 expires=600000 tightest=KEY:k:DAILY limit=90 spent=0 held=10");
  s.at(0, with(settle("orphan", 50), [](auto& r) { r.model = ModelName("m"); }));
  s.at(0, request("q", 5));
  EXPECT_EQ(s.detail(), "amount=5 expires=600000 tightest=MODEL:m:TOTAL limit=90 spent=50 held=15");
}

TEST(Budgets, ACostAboveTheHoldMayPassTheLimit) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kTotal, 50));
  s.at(0, request("r", 50));
  EXPECT_EQ(s.at(0, settle("r", 80)), "settled budget_alert budget_alert budget_alert");
  EXPECT_EQ(s.at(0, request("q", 0)), "denied_budget");
  EXPECT_EQ(s.detail(), "KEY:k:TOTAL limit=50 spent=80 held=0");
}

TEST(Budgets, RecordsWithoutAnOrganizationAreDenied) {
  Situation s;
  EXPECT_EQ(s.at(0, budget(Scope::kKey, "k", Period::kTotal, 50)), "denied_organization_unknown");
  EXPECT_EQ(s.at(0, no_budget(Scope::kKey, "k", Period::kTotal)), "denied_organization_unknown");
}

// The lines of one record after its own.
std::string alerts(const Situation& s) {
  std::string text;
  for (const Outcome& line : s.lines().span()) {
    if (line.name.code != OutcomeCode::kBudgetAlert) continue;
    text += (text.empty() ? "" : ", ") + detail_of(line);
  }
  return text;
}

TEST(Alerts, AreGivenOncePerThresholdWhenSpentReachesIt) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 200));
  s.at(0, request("r", 200));
  EXPECT_EQ(alerts(s), "") << "held does not count";
  s.at(0, release("r"));
  s.at(0, usage("u1", 99));
  EXPECT_EQ(alerts(s), "");
  s.at(0, usage("u2", 1));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%");
  s.at(0, usage("u3", 1));
  EXPECT_EQ(alerts(s), "");
  s.at(0, usage("u4", 99));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 80%, KEY:k:DAILY 100%");
  s.at(0, usage("u5", 500));
  EXPECT_EQ(alerts(s), "");
  s.at(86'400'000, usage("u6", 100));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%") << "a new window";
}

TEST(Alerts, ComeInOrderOfScopeIdPeriodAndPercentAfterCreditsThatEnd) {
  Situation s = Situation::with_credits(0);
  s.at(0, purchase("g", 1000, 1000));
  const auto alerting = [](Scope scope, const char* id, Period period) {
    return with(budget(scope, id, period, 100), [](auto& b) { b.alert_percents = {50, 10, 50}; });
  };
  s.at(0, alerting(Scope::kOrganization, "acme", Period::kDaily));
  s.at(0, alerting(Scope::kTag, "b", Period::kTotal));
  s.at(0, alerting(Scope::kTag, "a", Period::kTotal));
  s.at(0, alerting(Scope::kKey, "k", Period::kTotal));
  s.at(0, alerting(Scope::kKey, "k", Period::kDaily));
  s.at(0, tagged("r", 60));
  EXPECT_EQ(s.at(1000, settle("r", 20)),
            "~credit_expired settled credit_expired budget_alert budget_alert budget_alert "
            "budget_alert budget_alert");
  EXPECT_EQ(alerts(s),
            "KEY:k:DAILY 10%, KEY:k:TOTAL 10%, TAG:a:TOTAL 10%, TAG:b:TOTAL 10%, "
            "ORGANIZATION:acme:DAILY 10%");
  for (const Outcome& line : s.lines().span(3)) {
    EXPECT_EQ(line.event_id, s.own().event_id);
    EXPECT_EQ(line.reservation_id.value, "");
    EXPECT_EQ(balance_of(line), "0/0/0");
  }
  s.at(2000, usage("u", 30));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%, KEY:k:TOTAL 50%, ORGANIZATION:acme:DAILY 50%");
}

TEST(Alerts, ALowerLimitOrANewPercentCrossesToo) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 200));
  s.at(0, usage("u1", 100));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%");
  EXPECT_EQ(s.at(0, budget(Scope::kKey, "k", Period::kDaily, 120)), "accepted budget_alert");
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 80%");
  s.at(0, with(budget(Scope::kKey, "k", Period::kDaily, 120), [](auto& b) {
         b.alert_percents = {1, 50, 83, 84};
       }));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 1%, KEY:k:DAILY 83%") << "those already given are kept";
  s.at(0, no_budget(Scope::kKey, "k", Period::kDaily));
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 120));
  s.at(0, usage("u2", 60));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%") << "a new budget alerts anew";
}

TEST(Alerts, NothingSpentCrossesNothingEvenOfALimitOfZero) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 0));
  s.at(0, usage("u1", 0));
  EXPECT_EQ(alerts(s), "");
  s.at(0, usage("u2", 1));
  EXPECT_EQ(alerts(s), "KEY:k:DAILY 50%, KEY:k:DAILY 80%, KEY:k:DAILY 100%");
}

TEST(Alerts, ALateCostInAPastWindowAlertsNobody) {
  Situation s = Situation::with_credits(1000);
  s.at(0, budget(Scope::kKey, "k", Period::kDaily, 10));
  s.at(0, budget(Scope::kKey, "k", Period::kTotal, 10));
  s.at(0, request("r", 10));
  s.at(86'400'000, settle("r", 10));
  EXPECT_EQ(alerts(s), "KEY:k:TOTAL 50%, KEY:k:TOTAL 80%, KEY:k:TOTAL 100%");
}

TEST(Budgets, AHoldGoesBackToTheUserWhomTheRequestNamed) {
  Situation s = Situation::with_credits(1000);
  s.then(budget(Scope::kUser, "u", Period::kDaily, 100));
  s.then(budget(Scope::kUser, "other", Period::kDaily, 100));
  const auto for_other = [](auto& asked) { asked.user_id = UserId("other"); };
  EXPECT_EQ(s.then(with(request("r1", 100), for_other)), "granted");
  EXPECT_EQ(s.then(request("r2", 100)), "granted") << "the key's own user has another budget";
  EXPECT_EQ(s.then(release("r1")), "released");
  EXPECT_EQ(s.then(with(request("r3", 100), for_other)), "granted");
}

}  // namespace
}  // namespace nemo
