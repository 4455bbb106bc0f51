#include <gtest/gtest.h>

#include <map>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

// Each obstacle alone denies the request; the first in the order of checks wins over all others.
struct Obstacle {
  const char* outcome;
  void (*put)(Situation& s);
  const char* detail;
};

void limit_key(Situation& s, void (*change)(KeyUpdated&)) {
  KeyUpdated update = key_update("k");
  change(update);
  s.then(update);
}

const Obstacle kObstacles[] = {
    {"denied_organization_suspended", [](Situation& s) { s.then(OrganizationSuspended{}); }, ""},
    {"denied_key_revoked", [](Situation& s) { s.then(key_revoked("k")); }, ""},
    {"denied_key_expired",
     [](Situation& s) {
       limit_key(s, [](KeyUpdated& u) { u.expires_at = TimeMs{kStart + 1000}; });
     },
     ""},
    {"denied_model_not_allowed",
     [](Situation& s) {
       limit_key(s, [](KeyUpdated& u) { u.allowed_models = {ModelName("other")}; });
     },
     ""},
    {"denied_rate_limit",
     [](Situation& s) { limit_key(s, [](KeyUpdated& u) { u.requests_per_minute = 0; }); },
     "limit=0 used=0 retry=60000"},
    {"denied_token_limit",
     [](Situation& s) { limit_key(s, [](KeyUpdated& u) { u.tokens_per_minute = 6; }); },
     "limit=6 used=0 retry=60000"},
    {"denied_parallel_limit",
     [](Situation& s) { limit_key(s, [](KeyUpdated& u) { u.parallel_requests = 0; }); },
     "limit=0 used=0"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kKey, "k", Period::kDaily, 1)); },
     "KEY:k:DAILY limit=1 spent=0 held=0 retry=86400000"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kKey, "k", Period::kTotal, 1)); },
     "KEY:k:TOTAL limit=1 spent=0 held=0"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kUser, "u", Period::kDaily, 1)); },
     "USER:u:DAILY limit=1 spent=0 held=0 retry=86400000"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kTeam, "t", Period::kWeekly, 1)); },
     "TEAM:t:WEEKLY limit=1 spent=0 held=0 retry=345600000"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kTag, "a", Period::kTotal, 1)); },
     "TAG:a:TOTAL limit=1 spent=0 held=0"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kTag, "b", Period::kDaily, 1)); },
     "TAG:b:DAILY limit=1 spent=0 held=0 retry=86400000"},
    {"denied_budget", [](Situation& s) { s.then(budget(Scope::kModel, "m", Period::kMonthly, 1)); },
     "MODEL:m:MONTHLY limit=1 spent=0 held=0 retry=2678400000"},
    {"denied_budget",
     [](Situation& s) { s.then(budget(Scope::kOrganization, "acme", Period::kDaily, 1)); },
     "ORGANIZATION:acme:DAILY limit=1 spent=0 held=0 retry=86400000"},
    {"denied_credits", [](Situation& s) { s.then(adjustment("take", -950)); },
     "needed=100 available=50"},
};
constexpr std::size_t kCount = std::size(kObstacles);

ReservationRequested the_request() {
  ReservationRequested asked = request("r", 100);
  asked.estimated_tokens = 7;
  asked.tags = {Tag("b"), Tag("a"), Tag("b")};
  return asked;
}

// Asks with the obstacles from `first` on, only every `stride`th of the later ones.
Situation with_obstacles(std::size_t first, std::size_t stride) {
  Situation s = Situation::with_credits(1000);
  s.at(1000, ClockTicked{});
  for (std::size_t place = kCount; place > first; --place) {
    if ((place - 1 - first) % stride == 0) kObstacles[place - 1].put(s);
  }
  return s;
}

TEST(OrderOfChecks, EachFailureWinsOverAllLaterOnesAndChangesNothing) {
  for (std::size_t first = 0; first < kCount; ++first) {
    for (const std::size_t stride : {std::size_t{1}, std::size_t{2}, kCount}) {
      Situation s = with_obstacles(first, stride);
      EXPECT_EQ(s.then(the_request()), kObstacles[first].outcome) << first << " " << stride;
      EXPECT_EQ(s.detail(), kObstacles[first].detail) << first << " " << stride;
      EXPECT_EQ(s.org().held.value, 0);
      EXPECT_EQ(s.org().keys[0].requests, 0);
      EXPECT_EQ(s.org().keys[0].tokens, 0);
      EXPECT_EQ(s.org().keys[0].open_holds, 0);
    }
  }
}

TEST(OrderOfChecks, WithoutAnyObstacleTheRequestIsGranted) {
  Situation s = with_obstacles(kCount, 1);
  EXPECT_EQ(s.then(the_request()), "granted");
  EXPECT_EQ(s.detail(), "amount=100 expires=601000");
  EXPECT_EQ(s.balance(), "1000/100/900");
}

TEST(OrderOfChecks, FormComesBeforeTheIdAndTheIdBeforeTheOrganization) {
  Situation s;
  ReservationRequested wrong = request("r", -1);
  EXPECT_EQ(s.at(0, wrong), "invalid_amount_nano");
  EXPECT_EQ(s.at(0, request("r", 1)), "denied_organization_unknown");
  EXPECT_EQ(s.balance(), "none");
  EXPECT_EQ(s.at(0, wrong), "invalid_amount_nano");
  EXPECT_EQ(s.at(0, request("r", 1)), "exists");
  EXPECT_EQ(s.detail(), "denied_organization_unknown@1");
  s.at(0, organization());
  EXPECT_EQ(s.at(0, request("r", 1)), "exists");
  EXPECT_EQ(s.at(0, request("r", 2)), "exists_with_different_amount_nano");
  EXPECT_EQ(s.at(0, request("other", 1)), "denied_key_unknown");
}

TEST(OrderOfChecks, AModelWithoutAPriceIsDeniedAfterTheModelCheckAndBeforeTheLimits) {
  Situation s = Situation::with_credits(1000);
  ReservationRequested asked = request("r1", 0);
  asked.amount_nano.reset();
  asked.max_usage = input_tokens(5);
  KeyUpdated update = key_update("k");
  update.requests_per_minute = 0;
  s.then(update);
  EXPECT_EQ(s.then(asked), "denied_price_unknown");
  s.then(book("b1", 1'000'000'000'000, 0));
  asked.reservation_id = ReservationId("r2");
  asked.model = ModelName("unknown");
  EXPECT_EQ(s.then(asked), "denied_price_unknown");
  update.allowed_models = {ModelName("m")};
  s.then(update);
  asked.reservation_id = ReservationId("r3");
  EXPECT_EQ(s.then(asked), "denied_model_not_allowed");
  asked.reservation_id = ReservationId("r4");
  asked.model = ModelName("m");
  EXPECT_EQ(s.then(asked), "denied_rate_limit");
}

TEST(OrderOfChecks, AnIncreaseMeetsTheSameOrderButOnlyTheTokenLimit) {
  for (std::size_t first = 0; first < kCount; ++first) {
    const std::string outcome = kObstacles[first].outcome;
    const std::string detail = kObstacles[first].detail;
    const bool passed_over = outcome == "denied_rate_limit" || outcome == "denied_parallel_limit";
    if (passed_over || outcome == "denied_budget") continue;
    Situation s = Situation::with_credits(1100);
    ReservationRequested asked = the_request();
    asked.estimated_tokens = 0;
    s.at(1000, asked);
    for (std::size_t place = kCount; place > first; --place) kObstacles[place - 1].put(s);
    ReservationIncreased more = increase("r", "i", 100);
    more.estimated_tokens = 7;
    EXPECT_EQ(s.then(more), outcome) << first;
    EXPECT_EQ(s.detail(), detail);
    EXPECT_EQ(s.org().held.value, 100);
    EXPECT_EQ(s.reservation("r")->granted.value, 100);
  }
}

}  // namespace
}  // namespace nemo
