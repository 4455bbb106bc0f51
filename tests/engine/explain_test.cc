#include "engine/core/explain.h"

#include <gtest/gtest.h>

#include "engine/core/passing_time.h"
#include "engine/core/prefetch.h"
#include "tests/engine/busy.h"

namespace nemo {
namespace {

std::string number(Wide value) { return std::to_string(static_cast<std::int64_t>(value)); }

// "form ok, key ok, ...": the last is told with its numbers.
std::string checks_of(Situation& s, std::int64_t ms, Payload payload) {
  Record record{{s.state().partition, s.next_offset()}, TimeMs{kStart + ms}, {}, {}};
  record.envelope = s.envelope(std::move(payload));
  std::string text;
  for (const Check& check : explain_checks(s.state(), record)) {
    text += (text.empty() ? "" : ", ") + std::string(check_name(check.kind));
    if (check.passed) continue;
    text += " FAILED " + check.found + " " + number(check.used) + "+" + number(check.asked);
    if (check.limit) text += ">" + number(*check.limit);
  }
  return text;
}

const char* const kAll =
    "form, reservation_id, organization, key, model, requests_per_minute, tokens_per_minute, "
    "parallel_requests";

TEST(Explain, TellsEachCheckUpToTheOneThatFailed) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(checks_of(s, 0, request("r", -1)), "form FAILED amount_nano 0+0");
  EXPECT_EQ(checks_of(s, 0, request("r", 100)), std::string(kAll) + ", credits");
  EXPECT_EQ(checks_of(s, 0, request("r", 101)), std::string(kAll) + ", credits FAILED  0+101>100");
  EXPECT_EQ(checks_of(s, 0, with(request("r", 1), [](auto& r) { r.key_id = KeyId("x"); })),
            "form, reservation_id, organization, key FAILED unknown 0+0");
  s.at(0, request("r", 1));
  EXPECT_EQ(checks_of(s, 0, request("r", 1)), "form, reservation_id FAILED seen before 0+0");
  EXPECT_EQ(checks_of(s, 0, ClockTicked{}), "");
}

TEST(Explain, TellsTheStateOfTheOrganizationAndTheKey) {
  Situation none;
  EXPECT_EQ(checks_of(none, 0, request("r", 1)),
            "form, reservation_id, organization FAILED unknown 0+0");
  Situation s = Situation::with_credits(100);
  s.at(0, with(key_update("k"), [](auto& u) {
         u.expires_at = TimeMs{kStart + 9};
         u.allowed_models = {ModelName("n")};
       }));
  EXPECT_EQ(checks_of(s, 8, request("r", 1)),
            "form, reservation_id, organization, key, model FAILED not allowed 0+0");
  EXPECT_EQ(checks_of(s, 9, request("r", 1)),
            "form, reservation_id, organization, key FAILED expired 0+0");
  s.at(9, key_revoked("k"));
  EXPECT_EQ(checks_of(s, 9, request("r", 1)),
            "form, reservation_id, organization, key FAILED revoked 0+0");
  s.at(9, OrganizationSuspended{});
  EXPECT_EQ(checks_of(s, 9, request("r", 1)),
            "form, reservation_id, organization FAILED suspended 0+0");
  s.at(9, OrganizationClosed{});
  EXPECT_EQ(checks_of(s, 9, request("r", 1)),
            "form, reservation_id, organization FAILED closed 0+0");
}

TEST(Explain, TellsLimitsAndPricesWithTheirNumbers) {
  Situation s = Situation::with_credits(100);
  s.at(0, with(key_update("k"), [](auto& u) {
         u.requests_per_minute = 1;
         u.tokens_per_minute = 0;
         u.parallel_requests = 1;
       }));
  const std::string to_limits = "form, reservation_id, organization, key, model, ";
  EXPECT_EQ(checks_of(s, 0, request("r", 1)),
            to_limits + "requests_per_minute, tokens_per_minute FAILED  0+0>0");
  s.at(0, with(key_update("k"), [](auto& u) { u.clear = {Label("tokens_per_minute")}; }));
  s.at(0, request("r", 1));
  EXPECT_EQ(checks_of(s, 0, request("q", 1)), to_limits + "requests_per_minute FAILED  1+1>1");
  EXPECT_EQ(checks_of(s, 60'000, request("q", 1)),
            to_limits + "requests_per_minute, tokens_per_minute, parallel_requests FAILED  1+1>1");
  ReservationRequested priced = request("q", 0);
  priced.amount_nano.reset();
  priced.max_usage = input_tokens(2);
  EXPECT_EQ(checks_of(s, 0, priced), to_limits + "price FAILED no price book 0+0");
  s.at(0, book("v1", 1'000'000'000'000, 0));
  EXPECT_EQ(checks_of(s, 0, priced), to_limits + "price, requests_per_minute FAILED  1+1>1");
  priced.model = ModelName("unknown");
  EXPECT_EQ(checks_of(s, 0, priced), to_limits + "price FAILED v1 0+0");
}

TEST(Explain, TellsBudgetsInTheirOrderInTheWindowOfTheGrant) {
  Situation s = Situation::with_credits(100);
  const std::pair<Scope, const char*> scopes[] = {
      {Scope::kKey, "k"}, {Scope::kUser, "u"},  {Scope::kTeam, "t"},
      {Scope::kTag, "a"}, {Scope::kModel, "m"}, {Scope::kOrganization, "acme"}};
  for (const auto& [scope, id] : scopes) s.at(0, budget(scope, id, Period::kDaily, 50));
  s.at(0, budget(Scope::kKey, "other", Period::kDaily, 0));
  const auto asked = [](std::string_view id, std::int64_t amount) {
    return with(request(id, amount), [](auto& r) { r.tags = {Tag("a")}; });
  };
  EXPECT_EQ(checks_of(s, 0, asked("r", 50)),
            std::string(kAll) + ", budget, budget, budget, budget, budget, budget, credits");
  s.at(0, asked("r", 30));
  EXPECT_EQ(checks_of(s, 0, asked("q", 21)), std::string(kAll) + ", budget FAILED  30+21>50");
  const std::string of_increase =
      "form, reservation_id, organization, key, model, tokens_per_minute, budget";
  s.at(0, budget(Scope::kOrganization, "acme", Period::kTotal, 0));
  EXPECT_EQ(checks_of(s, 1, increase("r", "i", 21)), of_increase + " FAILED  30+21>50");
  EXPECT_EQ(checks_of(s, 1, increase("r", "i", 20)),
            of_increase + ", budget, budget, budget, budget, budget, credits");
  EXPECT_EQ(checks_of(s, 1, increase("ghost", "i", 20)),
            "form, reservation_id FAILED not there 0+0");
  s.at(1, release("r"));
  EXPECT_EQ(checks_of(s, 1, increase("r", "i", 20)), "form, reservation_id FAILED ended 0+0");
}

TEST(Explain, AsksAnIncreaseForThoseForWhomItsHoldWasGranted) {
  Situation s = Situation::with_credits(100);
  s.at(0, with(key("nobodys"), [](auto& k) {
         k.user_id = {};
         k.team_id = {};
       }));
  s.at(0, budget(Scope::kUser, "u1", Period::kTotal, 5));
  s.at(0, budget(Scope::kTeam, "t1", Period::kTotal, 5));
  s.at(0, with(request("r", 10), [](auto& r) { r.key_id = KeyId("nobodys"); }));
  s.at(0, with(key_update("nobodys"), [](auto& u) {
         u.user_id = UserId("u1");
         u.team_id = TeamId("t1");
       }));
  EXPECT_EQ(checks_of(s, 1, increase("r", "i", 10)),
            "form, reservation_id, organization, key, model, tokens_per_minute, credits");
  EXPECT_EQ(s.at(1, increase("r", "i", 10)), "granted");
  EXPECT_EQ(checks_of(s, 1, with(request("q", 10), [](auto& r) { r.key_id = KeyId("nobodys"); })),
            std::string(kAll) + ", budget FAILED  0+10>5");
}

bool asks(const Payload& payload) { return std::holds_alternative<ReservationRequested>(payload); }

TEST(Explain, AgreesWithWhatStepDecidesInBusyStates) {
  int granted = 0;
  int denied = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Situation s = Situation::with_credits(10'000);
    Busy busy(seed);
    std::int64_t now = 0;
    for (int number = 0; number < 1500; ++number) {
      now += busy.pause();
      const Payload payload = busy.next();
      s.at(now, ClockTicked{});
      Record record{{s.state().partition, s.next_offset()}, TimeMs{kStart + now}, {}, {}};
      record.envelope = s.envelope(payload);
      const std::vector<Check> checks = explain_checks(s.state(), record);
      s.step_record(record);
      if (!asks(payload)) continue;
      const bool all_passed = checks.back().passed;
      EXPECT_EQ(all_passed, s.own().name.code == OutcomeCode::kGranted) << s.story();
      (all_passed ? granted : denied) += 1;
    }
  }
  EXPECT_GT(granted, 100);
  EXPECT_GT(denied, 100);
}

bool any_key(std::string_view) { return true; }

TEST(Prefetch, NamesTheObjectsOfARecordThatAreNotInMemory) {
  Situation s;
  bool (*stored)(std::string_view) = any_key;
  const auto missing = [&s, &stored](Payload payload) {
    Record record{{s.state().partition, s.next_offset()}, TimeMs{kStart}, {}, {}};
    record.envelope = s.envelope(std::move(payload));
    std::string kinds;
    for (const std::string& key : missing_objects(s.state(), {&record, 1}, stored)) {
      const std::size_t end = key.find('\0');
      kinds += key[0];
      if (key[0] == 'I' || key[0] == 'J') kinds += key[end + 1];
      kinds += ' ';
    }
    return kinds;
  };
  TeamCreated team;
  team.team_id = TeamId("t");
  EXPECT_EQ(missing(request("r", 1)), "A R ");
  EXPECT_EQ(missing(settle("r", 1)), "A R ");
  EXPECT_EQ(missing(release("r")), "A R ");
  EXPECT_EQ(missing(increase("r", "i", 1)), "A R Ji ");
  EXPECT_EQ(missing(usage("u", 1)), "A Ju ");
  EXPECT_EQ(missing(credits("g", 1)), "A Ig ");
  EXPECT_EQ(missing(adjustment("a", 1)), "A Ia ");
  EXPECT_EQ(missing(organization()), "A Io B ");
  EXPECT_EQ(missing(team), "A It ");
  EXPECT_EQ(missing(TeamUpdated{TeamId("t"), Label("T")}), "A Ie It ");
  EXPECT_EQ(missing(TeamRemoved{TeamId("t")}), "A Ie It ");
  EXPECT_EQ(missing(key("k")), "A Ik B ");
  EXPECT_EQ(missing(key_revoked("k")), "A Ie B ");
  EXPECT_EQ(missing(Unreadable{}), "A ");
  EXPECT_EQ(missing(book("v", 1, 0)), "A Ie ");
  stored = [](std::string_view key) { return key[0] != 'J' && key[0] != 'R'; };
  EXPECT_EQ(missing(increase("r", "i", 1)), "A ");
  EXPECT_EQ(missing(credits("g", 1)), "A Ig ") << "what is never forgotten is always looked for";
}

TEST(Prefetch, NamesTheOrganizationsOfWhatFallsDue) {
  Situation s = Situation::with_credits(100);
  s.at(0, purchase("g", 5, 1000));
  s.at(0, request("r", 1));
  // As after a start: the organization left memory, its hold and the end of its lot did not.
  s.state().orgs = {};
  bool (*const stored)(std::string_view) = any_key;
  const auto missing = [&s, stored](std::int64_t ms) {
    Record record{{s.state().partition, s.next_offset()}, TimeMs{kStart + ms}, {}, {}};
    record.envelope = s.envelope(ClockTicked{});
    record.envelope.org_id = s.neighbour(0);
    int count = 0;
    for (const std::string& key : missing_objects(s.state(), {&record, 1}, stored)) {
      if (key == "Aacme") ++count;
    }
    return count;
  };
  EXPECT_EQ(missing(999), 0);
  EXPECT_GE(missing(1000), 1);
  s.state().lots = {};
  EXPECT_EQ(missing(599'999), 0);
  EXPECT_GE(missing(600'000), 1);
}

}  // namespace
}  // namespace nemo
