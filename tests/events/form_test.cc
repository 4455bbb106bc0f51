#include <gtest/gtest.h>

#include <string>

#include "events/catalog/rules.h"
#include "tests/events/wrong_fields.h"

namespace nemo {
namespace {

template <class Record>
void expect_right(const Record& base, void (*change)(Record& record)) {
  Record record = base;
  change(record);
  EXPECT_EQ(field_name(wrong_in(record)), "") << Record::kName;
}

const std::string k64(64, 'a');
const std::string k65(65, 'a');
const std::string k128(128, '~');
const std::string k129(129, '~');

TEST(Form, IdsAreOneTo64OfTheirCharacters) {
  for (const std::string& right : {std::string("a"), std::string("AZaz09._:-"), k64}) {
    EXPECT_TRUE(is_id_form(right)) << right;
  }
  for (const std::string& wrong : {std::string(), k65, std::string("a b"), std::string("a/b"),
                                   std::string("\xc3\xa9"), std::string("a\0", 2)}) {
    EXPECT_FALSE(is_id_form(wrong)) << wrong;
  }
}

TEST(Form, NamesAreOneTo128PrintableCharactersWithoutSpaces) {
  for (const std::string& right : {std::string("gpt-4o/mini@2024"), std::string("!~"), k128}) {
    EXPECT_TRUE(is_name_form(right)) << right;
  }
  for (const std::string& wrong : {std::string(), k129, std::string("a b"), std::string("a\x7f"),
                                   std::string("\t"), std::string("\xc3\xa9")}) {
    EXPECT_FALSE(is_name_form(wrong)) << wrong;
  }
}

TEST(Form, OfOrganizations) {
  OrganizationCreated right;
  right.name = Label("any text \xc3\xa9");
  right.currency = Label("USD");
  const Row<OrganizationCreated> rows[] = {
      {Field::kName, [](auto& r) { r.name = {}; }},
      {Field::kCurrency, [](auto& r) { r.currency = {}; }},
      {Field::kCurrency, [](auto& r) { r.currency = Label("EUR"); }},
      {Field::kCurrency, [](auto& r) { r.currency = Label("usd"); }},
      {Field::kCreditLineNano, [](auto& r) { r.credit_line_nano = Nano{-1}; }},
  };
  expect_wrong(right, rows);
  expect_right<OrganizationCreated>(right, [](auto& r) { r.credit_line_nano = Nano{INT64_MAX}; });
  expect_right<OrganizationCreated>(right, [](auto& r) { r.plan = Label("any plan"); });
  const Row<OrganizationUpdated> updates[] = {
      {Field::kCreditLineNano, [](auto& r) { r.credit_line_nano = Nano{-1}; }},
  };
  expect_wrong(OrganizationUpdated{}, updates);
  const WebhookSet hook{Label("https://a.test/?b=c"), MasterKeyId("0f")};
  const Row<WebhookSet> hooks[] = {
      {Field::kUrl, [](auto& r) { r.url = {}; }},
      {Field::kUrl, [](auto& r) { r.url = Label("ftp://a.test/"); }},
      {Field::kUrl, [](auto& r) { r.url = Label("https://a.test/ b"); }},
      {Field::kUrl, [](auto& r) { r.url = Label("https://\xc3\xa9.test/"); }},
      {Field::kUrl, [](auto& r) { r.url = Label("https://" + std::string(2'041, 'a')); }},
      {Field::kMasterKeyId, [](auto& r) { r.master_key_id = {}; }},
      {Field::kMasterKeyId, [](auto& r) { r.master_key_id = MasterKeyId("a b"); }},
  };
  expect_wrong(hook, hooks);
  expect_right<WebhookSet>(hook,
                           [](auto& r) { r.url = Label("http://" + std::string(2'041, 'a')); });
  EXPECT_EQ(wrong_in(WebhookRemoved{}), Field::kNone);
  EXPECT_EQ(wrong_in(OrganizationSuspended{}), Field::kNone);
  EXPECT_EQ(wrong_in(OrganizationResumed{}), Field::kNone);
  EXPECT_EQ(wrong_in(OrganizationClosed{}), Field::kNone);
  EXPECT_EQ(wrong_in(ClockTicked{}), Field::kNone);
  EXPECT_EQ(wrong_in(Unreadable{}), Field::kNone);
}

TEST(Form, OfPeopleAndTeams) {
  TeamCreated team;
  team.team_id = TeamId("t");
  const Row<TeamCreated> teams[] = {{Field::kTeamId, [](auto& r) { r.team_id = {}; }},
                                    {Field::kTeamId, [](auto& r) { r.team_id = TeamId("a b"); }}};
  expect_wrong(team, teams);
  const Row<TeamUpdated> renamings[] = {
      {Field::kTeamId, [](auto& r) { r.team_id = {}; }},
      {Field::kTeamId, [](auto& r) { r.team_id = TeamId("a b"); }},
      {Field::kName, [](auto& r) { r.name = {}; }},
  };
  expect_wrong(TeamUpdated{TeamId("t"), Label("any text")}, renamings);
  const Row<TeamRemoved> endings[] = {{Field::kTeamId, [](auto& r) { r.team_id = {}; }}};
  expect_wrong(TeamRemoved{TeamId("t")}, endings);
  MemberAdded added;
  added.user_id = UserId("u");
  added.role = Role::kViewer;
  const Row<MemberAdded> members[] = {{Field::kUserId, [](auto& r) { r.user_id = {}; }},
                                      {Field::kRole, [](auto& r) { r.role = {}; }}};
  expect_wrong(added, members);
  MemberRoleChanged changed;
  changed.user_id = UserId("u");
  changed.role = Role::kOwner;
  const Row<MemberRoleChanged> changes[] = {{Field::kUserId, [](auto& r) { r.user_id = {}; }},
                                            {Field::kRole, [](auto& r) { r.role = {}; }}};
  expect_wrong(changed, changes);
  MemberRemoved removed;
  removed.user_id = UserId("u");
  const Row<MemberRemoved> removals[] = {
      {Field::kUserId, [](auto& r) { r.user_id = UserId(k65); }}};
  expect_wrong(removed, removals);
}

template <class Record>
void expect_key_settings(const Record& right) {
  const Row<Record> rows[] = {
      {Field::kKeyId, [](auto& r) { r.key_id = KeyId("a b"); }},
      {Field::kUserId, [](auto& r) { r.user_id = UserId("a b"); }},
      {Field::kTeamId, [](auto& r) { r.team_id = TeamId(k65); }},
      {Field::kAllowedModels,
       [](auto& r) {
         r.allowed_models = {ModelName("m"), ModelName("")};
       }},
      {Field::kAllowedModels, [](auto& r) { r.allowed_models = {ModelName(k129)}; }},
      {Field::kRequestsPerMinute, [](auto& r) { r.requests_per_minute = -1; }},
      {Field::kTokensPerMinute, [](auto& r) { r.tokens_per_minute = -1; }},
      {Field::kParallelRequests, [](auto& r) { r.parallel_requests = INT64_MIN; }},
  };
  expect_wrong(right, rows);
  expect_right<Record>(right, [](auto& r) {
    r.allowed_models = {ModelName(k128)};
    r.requests_per_minute = 0;
    r.tokens_per_minute = 0;
    r.parallel_requests = 0;
    r.expires_at = TimeMs{INT64_MIN};
    r.display_prefix = Label("any text");
  });
}

TEST(Form, OfKeys) {
  KeyCreated created;
  created.key_id = KeyId("k");
  created.key_sha256 = Bytes(std::string(32, '\0'));
  expect_key_settings(created);
  const Row<KeyCreated> hashes[] = {
      {Field::kKeySha256, [](auto& r) { r.key_sha256 = {}; }},
      {Field::kKeySha256, [](auto& r) { r.key_sha256 = Bytes(std::string(31, 'x')); }},
      {Field::kKeySha256, [](auto& r) { r.key_sha256 = Bytes(std::string(33, 'x')); }},
      {Field::kUserId, [](auto& r) { r.user_id = UserId("a b"); }}};
  expect_wrong(created, hashes);
  KeyUpdated updated;
  updated.key_id = KeyId("k");
  expect_key_settings(updated);
  const Row<KeyUpdated> clears[] = {
      {Field::kParallelRequests, [](auto& r) { r.parallel_requests = -1; }},
      {Field::kClear, [](auto& r) { r.clear = {Label("key_sha256")}; }},
      {Field::kClear, [](auto& r) { r.clear = {Label("key_id")}; }},
      {Field::kClear, [](auto& r) { r.clear = {Label("nothing")}; }},
      {Field::kClear,
       [](auto& r) {
         r.clear = {Label("expires_at")};
         r.expires_at = TimeMs{5};
       }},
  };
  expect_wrong(updated, clears);
  KeyRevoked revoked;
  revoked.key_id = KeyId("k");
  const Row<KeyRevoked> revocations[] = {{Field::kKeyId, [](auto& r) { r.key_id = {}; }}};
  expect_wrong(revoked, revocations);
  KeyRotated rotated;
  rotated.key_id = KeyId("k");
  rotated.key_sha256 = created.key_sha256;
  const Row<KeyRotated> rotations[] = {
      {Field::kKeyId, [](auto& r) { r.key_id = {}; }},
      {Field::kKeySha256, [](auto& r) { r.key_sha256 = Bytes("short"); }},
      {Field::kGraceMs, [](auto& r) { r.grace_ms = -1; }},
  };
  expect_wrong(rotated, rotations);
}

TEST(Form, OfBudgets) {
  struct ScopeRow {
    Scope scope;
    std::string id;
    bool right;
  };
  const ScopeRow scopes[] = {
      {Scope::kKey, "k", true},
      {Scope::kKey, "a/b", false},
      {Scope::kUser, k64, true},
      {Scope::kUser, k65, false},
      {Scope::kTeam, "t", true},
      {Scope::kTeam, "", false},
      {Scope::kTag, "a/b", true},
      {Scope::kTag, "a b", false},
      {Scope::kModel, k128, true},
      {Scope::kModel, k129, false},
      {Scope::kOrganization, "acme", true},
      {Scope::kOrganization, "other", false},
      {Scope::kOrganization, "", false},
  };
  for (const ScopeRow& row : scopes) {
    BudgetSet set;
    set.scope = row.scope;
    set.scope_id = ScopeId(row.id);
    set.period = Period::kDaily;
    set.limit_nano = Nano{0};
    EXPECT_EQ(wrong_in(set), row.right ? Field::kNone : Field::kScopeId) << row.id;
    BudgetRemoved removed;
    removed.scope = row.scope;
    removed.scope_id = ScopeId(row.id);
    removed.period = Period::kDaily;
    EXPECT_EQ(wrong_in(removed), row.right ? Field::kNone : Field::kScopeId) << row.id;
    removed.period = {};
    EXPECT_EQ(wrong_in(removed), row.right ? Field::kPeriod : Field::kScopeId);
    removed.scope = {};
    EXPECT_EQ(wrong_in(removed), Field::kScope);
  }
  BudgetSet right;
  right.scope = Scope::kKey;
  right.scope_id = ScopeId("k");
  right.period = Period::kTotal;
  right.limit_nano = Nano{5};
  right.alert_percents = {1, 100};
  const Row<BudgetSet> rows[] = {
      {Field::kScope, [](auto& r) { r.scope = {}; }},
      {Field::kScopeId, [](auto& r) { r.scope_id = {}; }},
      {Field::kPeriod, [](auto& r) { r.period = {}; }},
      {Field::kLimitNano, [](auto& r) { r.limit_nano.reset(); }},
      {Field::kLimitNano, [](auto& r) { r.limit_nano = Nano{-1}; }},
      {Field::kAlertPercents,
       [](auto& r) {
         r.alert_percents = {50, 0};
       }},
      {Field::kAlertPercents, [](auto& r) { r.alert_percents = {101}; }},
  };
  // An unset scope hides what its scope_id should be.
  expect_wrong(right, rows);
}

TEST(Form, OfCredits) {
  CreditGranted granted;
  granted.grant_id = GrantId("g");
  granted.kind = CreditKind::kPromotional;
  granted.amount_nano = Nano{1};
  const Row<CreditGranted> grants[] = {
      {Field::kGrantId, [](auto& r) { r.grant_id = {}; }},
      {Field::kKind, [](auto& r) { r.kind = {}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{0}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{-1}; }},
  };
  expect_wrong(granted, grants);
  CreditAdjusted adjusted;
  adjusted.adjustment_id = AdjustmentId("a");
  adjusted.amount_nano = Nano{INT64_MIN};
  adjusted.reason = Label("r");
  adjusted.actor = Label("a");
  const Row<CreditAdjusted> adjustments[] = {
      {Field::kAdjustmentId, [](auto& r) { r.adjustment_id = {}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{0}; }},
      {Field::kReason, [](auto& r) { r.reason = {}; }},
      {Field::kActor, [](auto& r) { r.actor = {}; }},
  };
  expect_wrong(adjusted, adjustments);
}

Usage below_zero() {
  Usage usage;
  usage.pages = -1;
  return usage;
}

TEST(Form, OfReservations) {
  ReservationRequested requested;
  requested.reservation_id = ReservationId("r");
  requested.key_id = KeyId("k");
  requested.model = ModelName("m/1");
  requested.amount_nano = Nano{0};
  const Row<ReservationRequested> requests[] = {
      {Field::kReservationId, [](auto& r) { r.reservation_id = ReservationId("a/b"); }},
      {Field::kKeyId, [](auto& r) { r.key_id = {}; }},
      {Field::kModel, [](auto& r) { r.model = ModelName("a b"); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{-1}; }},
      {Field::kEstimatedTokens, [](auto& r) { r.estimated_tokens = -1; }},
      {Field::kTtlMs, [](auto& r) { r.ttl_ms = 999; }},
      {Field::kTtlMs, [](auto& r) { r.ttl_ms = 86'400'001; }},
      {Field::kUserId, [](auto& r) { r.user_id = UserId("a b"); }},
      {Field::kTags,
       [](auto& r) {
         r.tags = {Tag("a"), Tag("b c")};
       }},
      {Field::kTags, [](auto& r) { r.tags = {Tag("")}; }},
  };
  expect_wrong(requested, requests);
  requested.amount_nano.reset();
  requested.max_usage.emplace();
  const Row<ReservationRequested> usages[] = {
      {Field::kMaxUsage, [](auto& r) { r.max_usage = below_zero(); }},
      {Field::kEstimatedTokens, [](auto& r) { r.estimated_tokens = -1; }},
  };
  expect_wrong(requested, usages);
  ReservationIncreased increased;
  increased.reservation_id = ReservationId("r");
  increased.increase_id = IncreaseId("i");
  increased.amount_nano = Nano{0};
  const Row<ReservationIncreased> increases[] = {
      {Field::kReservationId, [](auto& r) { r.reservation_id = {}; }},
      {Field::kIncreaseId, [](auto& r) { r.increase_id = {}; }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano.reset(); }},
      {Field::kAmountNano, [](auto& r) { r.amount_nano = Nano{-1}; }},
      {Field::kEstimatedTokens, [](auto& r) { r.estimated_tokens = -1; }},
      {Field::kExtendMs, [](auto& r) { r.extend_ms = -1; }},
      {Field::kExtendMs, [](auto& r) { r.extend_ms = 86'400'001; }},
  };
  expect_wrong(increased, increases);
  ReservationReleased released;
  released.reservation_id = ReservationId("r");
  const Row<ReservationReleased> releases[] = {
      {Field::kReservationId, [](auto& r) { r.reservation_id = {}; }}};
  expect_wrong(released, releases);
}

TEST(Form, OfSettlementsAndUsage) {
  ReservationSettled settled;
  settled.reservation_id = ReservationId("r");
  settled.cost_nano = Nano{0};
  const Row<ReservationSettled> settlements[] = {
      {Field::kReservationId, [](auto& r) { r.reservation_id = {}; }},
      {Field::kCostNano, [](auto& r) { r.cost_nano.reset(); }},
      {Field::kCostNano, [](auto& r) { r.cost_nano = Nano{-1}; }},
      {Field::kTokens, [](auto& r) { r.tokens = -1; }},
      {Field::kKeyId, [](auto& r) { r.key_id = KeyId("a b"); }},
      {Field::kModel, [](auto& r) { r.model = ModelName("a b"); }},
  };
  expect_wrong(settled, settlements);
  settled.cost_nano.reset();
  settled.usage.emplace();
  const Row<ReservationSettled> usages[] = {
      {Field::kUsage, [](auto& r) { r.usage = below_zero(); }},
      {Field::kTokens, [](auto& r) { r.tokens = -1; }},
  };
  expect_wrong(settled, usages);
  UsageRecorded recorded;
  recorded.usage_id = UsageId("u");
  recorded.key_id = KeyId("k");
  recorded.model = ModelName("m");
  recorded.cost_nano = Nano{0};
  const Row<UsageRecorded> records[] = {
      {Field::kUsageId, [](auto& r) { r.usage_id = {}; }},
      {Field::kKeyId, [](auto& r) { r.key_id = {}; }},
      {Field::kModel, [](auto& r) { r.model = {}; }},
      {Field::kCostNano, [](auto& r) { r.cost_nano.reset(); }},
      {Field::kCostNano, [](auto& r) { r.cost_nano = Nano{-1}; }},
      {Field::kTokens, [](auto& r) { r.tokens = -1; }},
  };
  expect_wrong(recorded, records);
}

TEST(Form, OfTheWholeLedgersRecords) {
  Rate rate;
  rate.token_class = TokenClass::kInput;
  rate.price_e18 = 0;
  PriceBookPublished published;
  published.version = Label("v");
  published.effective_from = TimeMs{0};
  published.models = {{ModelName("m"), {rate}}};
  const Row<PriceBookPublished> books[] = {
      {Field::kVersion, [](auto& r) { r.version = {}; }},
      {Field::kEffectiveFrom, [](auto& r) { r.effective_from.reset(); }},
      {Field::kModels, [](auto& r) { r.models.clear(); }},
      {Field::kModels, [](auto& r) { r.models[0].model = ModelName("a b"); }},
      {Field::kModels, [](auto& r) { r.models[0].rates.clear(); }},
      {Field::kModels, [](auto& r) { r.models[0].rates[0].price_e18 = -1; }},
      {Field::kModels, [](auto& r) { r.models[0].rates[0].price_e18.reset(); }},
      {Field::kModels, [](auto& r) { r.models[0].rates[0].above_input_tokens = -1; }},
      {Field::kModels, [](auto& r) { r.models[0].rates[0].token_class = {}; }},
      {Field::kModels, [](auto& r) { r.models.push_back(r.models[0]); }},
      {Field::kModels,
       [](auto& r) {
         r.models[0].rates.push_back(r.models[0].rates[0]);
         r.models[0].rates[1].service_tier = ServiceTier::kStandard;
       }},
  };
  expect_wrong(published, books);
  PlanDefined plan;
  plan.plan = Label("p");
  plan.fee_bps = 0;
  const Row<PlanDefined> plans[] = {
      {Field::kPlan, [](auto& r) { r.plan = {}; }},
      {Field::kFeeBps, [](auto& r) { r.fee_bps.reset(); }},
      {Field::kFeeBps, [](auto& r) { r.fee_bps = -1; }},
      {Field::kFreeCreditsNano, [](auto& r) { r.free_credits_nano = Nano{-1}; }},
      {Field::kLimits,
       [](auto& r) {
         r.limits = PlanLimits{{}, -1, {}};
       }},
  };
  expect_wrong(plan, plans);
  RulesActivated rules;
  rules.rules_version = kNewestRules;
  const Row<RulesActivated> versions[] = {
      {Field::kRulesVersion, [](auto& r) { r.rules_version.reset(); }},
      {Field::kRulesVersion, [](auto& r) { r.rules_version = 0; }},
      {Field::kRulesVersion, [](auto& r) { r.rules_version = INT64_MIN; }},
  };
  expect_wrong(rules, versions);
}

TEST(Form, WhatAPriceTableLeftOutIsListedUpToABound) {
  PricesQuarantined prices;
  prices.quarantine_id = QuarantineId("q");
  prices.version = Label("v");
  prices.source = Label("litellm");
  prices.entries.assign(PricesQuarantined::kEntriesMost, {Label("m"), Label("negative")});
  prices.count = PricesQuarantined::kEntriesMost;
  const Row<PricesQuarantined> rows[] = {
      {Field::kQuarantineId, [](auto& r) { r.quarantine_id = {}; }},
      {Field::kVersion, [](auto& r) { r.version = {}; }},
      {Field::kSource, [](auto& r) { r.source = {}; }},
      {Field::kEntries, [](auto& r) { r.entries.clear(); }},
      {Field::kEntries, [](auto& r) { r.entries.push_back(r.entries.front()); }},
      {Field::kEntries, [](auto& r) { r.entries.back().model = {}; }},
      {Field::kEntries, [](auto& r) { r.entries.front().reason = {}; }},
      {Field::kCount, [](auto& r) { r.count.reset(); }},
      {Field::kCount, [](auto& r) { --*r.count; }},
  };
  expect_wrong(prices, rows);
}

TEST(Form, RecordsOfTheWholeLedgerAreThree) {
  EXPECT_TRUE(is_broadcast(PriceBookPublished{}));
  EXPECT_TRUE(is_broadcast(PlanDefined{}));
  EXPECT_TRUE(is_broadcast(RulesActivated{}));
  EXPECT_FALSE(is_broadcast(ClockTicked{}));
  EXPECT_FALSE(is_broadcast(PricesQuarantined{}));
  EXPECT_TRUE(is_of_ledger(PricesQuarantined{}));
  EXPECT_FALSE(is_of_ledger(ClockTicked{}));
  EXPECT_FALSE(is_broadcast(Unreadable{}));
}

}  // namespace
}  // namespace nemo
