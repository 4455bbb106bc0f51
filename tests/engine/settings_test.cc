#include <gtest/gtest.h>

#include "engine/state/team_state.h"
#include "tests/engine/situation.h"

namespace nemo {
namespace {

DirectoryState& directory(Situation& s) {
  std::string scratch;
  return s.state().directories.find(org_key(scratch, ObjectKind::kDirectory, "acme"))->record;
}

KeyRotated rotation(std::string_view id, char secret, std::optional<std::int64_t> grace_ms) {
  KeyRotated record;
  record.key_id = KeyId(id);
  record.key_sha256 = Bytes(std::string(32, secret));
  record.grace_ms = grace_ms;
  return record;
}

WebhookSet webhook(const char* url) { return {Label(url), MasterKeyId("0123456789abcdef")}; }

TEST(Organizations, EverythingButCreationAndTheClockNeedsOne) {
  TeamCreated team;
  team.team_id = TeamId("t");
  const Payload payloads[] = {
      OrganizationSuspended{},
      OrganizationResumed{},
      OrganizationClosed{},
      OrganizationUpdated{},
      webhook("https://acme.test/"),
      WebhookRemoved{},
      team,
      TeamUpdated{TeamId("t"), Label("T")},
      TeamRemoved{TeamId("t")},
      member("m", Role::kOwner),
      with(MemberRoleChanged{},
           [](auto& r) {
             r.user_id = UserId("m");
             r.role = Role::kOwner;
           }),
      with(MemberRemoved{}, [](auto& r) { r.user_id = UserId("m"); }),
      key("k"),
      key_update("k"),
      key_revoked("k"),
      rotation("k", 'x', {}),
      budget(Scope::kKey, "k", Period::kDaily, 1),
      no_budget(Scope::kKey, "k", Period::kDaily),
      credits("g", 1),
      adjustment("a", 1),
      request("r", 1),
      increase("r", "i", 1),
      settle("r", 1),
      release("r"),
      usage("u", 1),
  };
  Situation s;
  for (const Payload& payload : payloads) {
    EXPECT_EQ(s.at(0, payload), "denied_organization_unknown") << payload.index();
    EXPECT_EQ(s.balance(), "none");
  }
  EXPECT_EQ(s.at(0, ClockTicked{}), "accepted");
  EXPECT_EQ(s.at(0, organization()), "accepted");
  EXPECT_EQ(s.balance(), "0/0/0");
}

TEST(Organizations, SuspendingAndResumingAreAcceptedAgainAndAgain) {
  Situation s = Situation::with_credits(10);
  for (int round = 0; round < 2; ++round) {
    for (int again = 0; again < 2; ++again) {
      EXPECT_EQ(s.then(OrganizationSuspended{}), "accepted");
    }
    EXPECT_EQ(s.then(request("s" + std::to_string(round), 1)), "denied_organization_suspended");
    for (int again = 0; again < 2; ++again) {
      EXPECT_EQ(s.then(OrganizationResumed{}), "accepted");
    }
    EXPECT_EQ(s.then(request("r" + std::to_string(round), 1)), "granted");
  }
}

TEST(Organizations, AClosedOneGrantsNothingForEver) {
  Situation s = Situation::with_credits(10);
  s.then(request("r", 5));
  EXPECT_EQ(s.then(OrganizationClosed{}), "accepted");
  EXPECT_EQ(s.then(OrganizationResumed{}), "accepted");
  EXPECT_EQ(s.then(request("q", 1)), "denied_organization_suspended");
  EXPECT_EQ(s.then(OrganizationSuspended{}), "accepted");
  EXPECT_EQ(s.then(OrganizationResumed{}), "accepted");
  EXPECT_EQ(s.then(increase("r", "i", 1)), "denied_organization_suspended");
  EXPECT_EQ(s.then(settle("r", 5)), "settled") << "what happened still settles";
  EXPECT_EQ(s.then(OrganizationClosed{}), "accepted");
}

TEST(Organizations, AnUpdateReplacesWhatItGives) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(with(OrganizationUpdated{}, [](auto& r) { r.plan = Label("pro"); })),
            "accepted");
  EXPECT_EQ(directory(s).name.value, "Acme");
  EXPECT_EQ(directory(s).plan.value, "pro");
  EXPECT_EQ(s.then(with(OrganizationUpdated{}, [](auto& r) { r.name = Label("New"); })),
            "accepted");
  EXPECT_EQ(directory(s).name.value, "New");
  EXPECT_EQ(directory(s).plan.value, "pro");
  EXPECT_EQ(s.then(with(OrganizationUpdated{}, [](auto& r) { r.credit_line_nano = Nano{5}; })),
            "accepted");
  EXPECT_EQ(s.then(OrganizationUpdated{}), "accepted");
  EXPECT_EQ(s.balance(), "10/0/15");
}

TEST(Organizations, AWebhookIsReplacedAndRemovedOnce) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(WebhookRemoved{}), "not_found");
  EXPECT_EQ(s.then(webhook("https://acme.test/a")), "accepted");
  const WebhookState first = directory(s).webhook.value();
  EXPECT_EQ(first.url.value, "https://acme.test/a");
  EXPECT_EQ(first.master_key_id.value, "0123456789abcdef");
  EXPECT_EQ(s.then(webhook("https://acme.test/a")), "accepted") << "the same again: another secret";
  EXPECT_NE(directory(s).webhook.value().set_by, first.set_by);
  EXPECT_EQ(s.then(webhook("https://acme.test/b")), "accepted");
  EXPECT_EQ(directory(s).webhook.value().url.value, "https://acme.test/b");
  EXPECT_EQ(s.then(WebhookRemoved{}), "accepted");
  EXPECT_FALSE(directory(s).webhook);
  EXPECT_EQ(s.then(WebhookRemoved{}), "not_found");
}

TEST(Keys, UnknownRevokedAndExpiredOnesAreDenied) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(with(request("r1", 1), [](auto& r) { r.key_id = KeyId("ghost"); })),
            "denied_key_unknown");
  s.then(with(key_update("k"), [](auto& u) { u.expires_at = TimeMs{kStart + 1000}; }));
  EXPECT_EQ(s.at(999, request("r2", 1)), "granted");
  EXPECT_EQ(s.at(1000, request("r3", 1)), "denied_key_expired") << "good while at < expires_at";
  EXPECT_EQ(s.then(key_revoked("k")), "accepted");
  EXPECT_EQ(s.then(key_revoked("k")), "accepted") << "revoking again";
  EXPECT_EQ(s.then(request("r4", 1)), "denied_key_revoked");
  EXPECT_EQ(s.then(key_revoked("ghost")), "not_found");
}

TEST(Keys, ARevokedOneCanBeUpdatedAndStaysRevoked) {
  Situation s = Situation::with_credits(10);
  s.then(key_revoked("k"));
  EXPECT_EQ(s.then(with(key_update("k"), [](auto& u) { u.requests_per_minute = 5; })), "accepted");
  EXPECT_EQ(s.then(rotation("k", 'n', 5)), "accepted");
  EXPECT_EQ(s.then(request("r", 1)), "denied_key_revoked");
}

TEST(Keys, AnUpdateReplacesWhatItGivesAndClearsWhatItNames) {
  Situation s = Situation::with_credits(10);
  KeyUpdated all = key_update("k");
  all.display_prefix = Label("sk-1");
  all.user_id = UserId("u2");
  all.team_id = TeamId("t2");
  all.allowed_models = {ModelName("z"), ModelName("m"), ModelName("z")};
  all.requests_per_minute = 1;
  all.tokens_per_minute = 2;
  all.parallel_requests = 3;
  all.expires_at = TimeMs{kStart + 5};
  EXPECT_EQ(s.then(all), "accepted");
  const KeyState& now = s.org().keys[0];
  EXPECT_EQ(directory(s).secrets["k"].display_prefix.value, "sk-1");
  EXPECT_EQ(now.user_id.value, "u2");
  EXPECT_EQ(now.team_id.value, "t2");
  EXPECT_EQ(now.allowed_models, (std::vector<ModelName>{ModelName("m"), ModelName("z")}));
  EXPECT_EQ(now.requests_per_minute, 1);
  EXPECT_EQ(now.tokens_per_minute, 2);
  EXPECT_EQ(now.parallel_requests, 3);
  EXPECT_EQ(now.expires_at, TimeMs{kStart + 5});
  EXPECT_EQ(s.then(key_update("k")), "accepted") << "nothing given, nothing changed";
  EXPECT_EQ(now.user_id.value, "u2");
  KeyUpdated clear = key_update("k");
  for (const char* name :
       {"display_prefix", "user_id", "team_id", "allowed_models", "requests_per_minute",
        "tokens_per_minute", "parallel_requests", "expires_at"}) {
    clear.clear.emplace_back(name);
  }
  EXPECT_EQ(s.then(clear), "accepted");
  EXPECT_TRUE(directory(s).secrets["k"].display_prefix.empty());
  EXPECT_TRUE(now.user_id.empty());
  EXPECT_TRUE(now.team_id.empty());
  EXPECT_TRUE(now.allowed_models.empty());
  EXPECT_FALSE(now.requests_per_minute || now.tokens_per_minute || now.parallel_requests);
  EXPECT_FALSE(now.expires_at.has_value());
  EXPECT_EQ(s.then(with(key_update("ghost"), [](auto&) {})), "not_found");
}

TEST(Keys, WhatCannotBeClearedOrIsAlsoGivenIsAnInvalidClear) {
  for (const char* name : {"key_id", "key_sha256", "clear", "budget", "", "created_at"}) {
    Situation s = Situation::with_credits(10);
    EXPECT_EQ(s.then(with(key_update("k"), [name](auto& u) { u.clear = {Label(name)}; })),
              "invalid_clear")
        << name;
  }
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(with(key_update("k"),
                        [](auto& u) {
                          u.clear = {Label("team_id"), Label("user_id")};
                          u.user_id = UserId("u");
                        })),
            "invalid_clear");
  EXPECT_EQ(s.org().keys[0].team_id.value, "t");
}

TEST(Keys, AllowedModelsNameTheOnlyOnesAndNoneNamesAll) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(with(request("r1", 1), [](auto& r) { r.model = ModelName("any"); })), "granted");
  s.then(with(key_update("k"), [](auto& u) { u.allowed_models = {ModelName("m")}; }));
  EXPECT_EQ(s.then(with(request("r2", 1), [](auto& r) { r.model = ModelName("any"); })),
            "denied_model_not_allowed");
  EXPECT_EQ(s.then(request("r3", 1)), "granted");
}

TEST(Keys, ARotationKeepsTheHashBeforeForItsGrace) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.at(1000, rotation("k", 'n', 500)), "accepted");
  const KeySecret& secret = directory(s).secrets["k"];
  EXPECT_EQ(secret.sha256.value, std::string(32, 'n'));
  EXPECT_EQ(secret.previous_sha256.value, std::string(32, 's'));
  EXPECT_EQ(secret.previous_until, TimeMs{kStart + 1500});
  EXPECT_EQ(s.at(2000, rotation("k", 'o', {})), "accepted");
  EXPECT_EQ(secret.previous_sha256.value, std::string(32, 'n'));
  EXPECT_EQ(secret.previous_until, TimeMs{kStart + 2000});
  EXPECT_EQ(s.at(3000, rotation("k", 'p', kMax)), "accepted");
  EXPECT_EQ(secret.previous_until, TimeMs{kMax});
  EXPECT_EQ(s.then(rotation("ghost", 'x', {})), "not_found");
}

TEST(Keys, StandSortedHoweverTheyCome) {
  Situation s = Situation::with_credits(10);
  for (const char* id : {"z", "a", "m"}) s.then(key(id));
  std::string ids;
  for (const KeyState& k : s.org().keys) ids += k.key_id.value + " ";
  EXPECT_EQ(ids, "a k m z ");
  for (const char* id : {"z", "a", "m", "k"}) {
    EXPECT_EQ(
        s.then(with(request(std::string("r") + id, 1), [id](auto& r) { r.key_id = KeyId(id); })),
        "granted");
  }
}

MemberRoleChanged role_change(std::string_view id, Role role) {
  MemberRoleChanged record;
  record.user_id = UserId(id);
  record.role = role;
  return record;
}
MemberRemoved removal(std::string_view id) {
  MemberRemoved record;
  record.user_id = UserId(id);
  return record;
}

TEST(Members, AreComparedWithTheRecordThatMadeThem) {
  Situation s = Situation::with_credits(0);
  EXPECT_EQ(s.then(member("m", Role::kMember)), "accepted");
  EXPECT_EQ(s.then(role_change("m", Role::kOwner)), "accepted");
  EXPECT_EQ(directory(s).members["m"].role, Role::kOwner);
  EXPECT_EQ(s.then(member("m", Role::kMember)), "exists");
  EXPECT_EQ(s.detail(), "accepted@2");
  EXPECT_EQ(s.then(member("m", Role::kOwner)), "exists_with_different_role");
  EXPECT_EQ(s.detail(), "accepted@2");
  EXPECT_EQ(s.then(removal("m")), "accepted");
  EXPECT_EQ(s.then(removal("m")), "not_found");
  EXPECT_EQ(s.then(role_change("m", Role::kOwner)), "not_found");
  EXPECT_EQ(s.then(member("m", Role::kViewer)), "accepted") << "once removed, added anew";
  EXPECT_EQ(s.then(member("m", Role::kViewer)), "exists");
  EXPECT_EQ(s.detail(), "accepted@9");
}

TeamState team_of(Situation& s, std::string_view id) {
  std::string scratch;
  return read_team(s.state().ids.find(id_key(scratch, "acme", IdKind::kTeam, id))->record.content);
}

struct TeamRow {
  Payload payload;
  const char* outcome;
  const char* name;  // how the team stands after it; "": there is none
  bool removed;
};

TEST(Teams, AreRenamedAndRemovedAndNeverComeBack) {
  Situation s = Situation::with_credits(0);
  const TeamId t("t");
  const TeamRow rows[] = {
      {TeamUpdated{t, Label("A")}, "not_found", "", true},
      {TeamRemoved{t}, "not_found", "", true},
      {TeamCreated{t, Label("A")}, "accepted", "A", false},
      {TeamUpdated{t, Label("B")}, "accepted", "B", false},
      {TeamCreated{t, Label("A")}, "exists", "B", false},
      {TeamCreated{t, Label("B")}, "exists_with_different_name", "B", false},
      {TeamUpdated{t, Label("A longer one")}, "accepted", "A longer one", false},
      {TeamUpdated{t, Label("C")}, "accepted", "C", false},
      {TeamRemoved{t}, "accepted", "C", true},
      {TeamRemoved{t}, "not_found", "C", true},
      {TeamUpdated{t, Label("D")}, "not_found", "C", true},
      {TeamCreated{t, Label("A")}, "exists", "C", true},
      {TeamCreated{t, {}}, "exists_with_different_name", "C", true},
  };
  for (const TeamRow& row : rows) {
    EXPECT_EQ(s.then(row.payload), row.outcome);
    if (row.name[0] == 0) continue;
    EXPECT_EQ(team_of(s, "t").name.value, row.name);
    EXPECT_EQ(team_of(s, "t").removed, row.removed);
  }
}

TEST(Teams, ThatHaveNoNameGetOne) {
  Situation s = Situation::with_credits(0);
  EXPECT_EQ(s.then(TeamCreated{TeamId("t"), {}}), "accepted");
  EXPECT_EQ(team_of(s, "t").name, Label());
  EXPECT_EQ(s.then(TeamUpdated{TeamId("t"), Label("T")}), "accepted");
  EXPECT_EQ(team_of(s, "t").name, Label("T"));
  EXPECT_EQ(s.then(TeamCreated{TeamId("t"), {}}), "exists");
}

TEST(Teams, LeaveKeysAndBudgetsBehind) {
  Situation s = Situation::with_credits(100);
  EXPECT_EQ(s.then(TeamCreated{TeamId("t"), {}}), "accepted");
  EXPECT_EQ(s.then(budget(Scope::kTeam, "t", Period::kTotal, 5)), "accepted");
  EXPECT_EQ(s.then(TeamRemoved{TeamId("t")}), "accepted");
  EXPECT_EQ(s.then(request("r1", 6)), "denied_budget");
  EXPECT_EQ(s.then(request("r2", 5)), "granted");
}

TEST(WholeLedger, PriceBooksAreToldApartByVersion) {
  Situation s;
  EXPECT_EQ(s.at(0, book("v1", 5, 0)), "accepted");
  EXPECT_EQ(s.balance(), "none");
  EXPECT_EQ(s.then(book("v1", 5, 0)), "exists");
  EXPECT_EQ(s.detail(), "accepted@0");
  EXPECT_EQ(s.then(book("v1", 6, 0)), "exists_with_different_models");
  EXPECT_EQ(s.then(book("v1", 6, 1)), "exists_with_different_effective_from");
  EXPECT_EQ(s.then(book("v2", 6, 1)), "accepted");
  EXPECT_EQ(s.state().books.size(), 2U);
}

TEST(WholeLedger, PlansAndRulesAreToldApartByEventId) {
  Situation s;
  PlanDefined plan;
  plan.plan = Label("pro");
  plan.fee_bps = 0;
  Envelope envelope = s.envelope(plan);
  EXPECT_EQ(s.at(0, envelope), "accepted");
  EXPECT_EQ(s.at(0, envelope), "exists");
  envelope.payload = with(plan, [](auto& p) { p.free_credits_nano = Nano{0}; });
  EXPECT_EQ(s.at(0, envelope), "exists");
  envelope.payload = with(plan, [](auto& p) { p.fee_bps = 1; });
  EXPECT_EQ(s.at(0, envelope), "exists_with_different_content");
  EXPECT_EQ(s.then(with(plan,
                        [](auto& p) {
                          p.fee_bps = 250;
                          p.limits.emplace();
                          p.limits->requests_per_minute = 7;
                        })),
            "accepted");
  EXPECT_EQ(s.state().globals.plans["pro"].fee_bps, 250);
  EXPECT_EQ(s.state().globals.plans["pro"].limits->requests_per_minute, 7);
  RulesActivated rules;
  rules.rules_version = 1;
  EXPECT_EQ(s.then(rules), "accepted");
  EXPECT_EQ(s.state().globals.rules, 1);
  rules.rules_version = 0;
  EXPECT_EQ(s.then(rules), "invalid_rules_version");
}

TEST(WholeLedger, ItsRecordsLetTimePass) {
  Situation s = Situation::with_credits(100);
  s.at(0, request("r", 5));
  EXPECT_EQ(s.at(600'000, book("v1", 5, 0)), "~expired accepted");
  EXPECT_EQ(s.own().org_id.value, "_ledger");
  EXPECT_EQ(balance_of(s.own()), "none");
}

}  // namespace
}  // namespace nemo
