#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/situation.h"

namespace nemo {
namespace {

constexpr std::int64_t kRemembered = 2'592'000'000;

template <class Record>
struct Change {
  const char* field;
  void (*change)(Record& record);
};

// Each single change is named; a change of two fields names the first in the table's order.
template <class Record, std::size_t kCount>
void expect_named(Situation& s, const Record& first, const Change<Record> (&changes)[kCount]) {
  EXPECT_EQ(s.then(first), "exists");
  for (std::size_t early = 0; early < kCount; ++early) {
    const std::string outcome = std::string("exists_with_different_") + changes[early].field;
    for (std::size_t late = early; late < kCount; ++late) {
      Record other = first;
      changes[late].change(other);
      changes[early].change(other);
      EXPECT_EQ(s.then(other), outcome) << changes[late].field;
    }
  }
  EXPECT_EQ(s.then(first), "exists");
}

TEST(Ids, ARequestAgainNamesTheFirstFieldThatDiffers) {
  Situation s = Situation::with_credits(1000);
  ReservationRequested first = request("r", 10);
  first.tags = {Tag("b"), Tag("a"), Tag("a")};
  EXPECT_EQ(s.then(first), "granted");
  const Change<ReservationRequested> changes[] = {
      {"key_id", [](auto& r) { r.key_id = KeyId("other"); }},
      {"model", [](auto& r) { r.model = ModelName("other"); }},
      {"amount_nano", [](auto& r) { r.amount_nano = Nano{11}; }},
      {"estimated_tokens", [](auto& r) { r.estimated_tokens = 1; }},
      {"ttl_ms", [](auto& r) { r.ttl_ms = 600'001; }},
      {"user_id", [](auto& r) { r.user_id = UserId("other"); }},
      {"tags", [](auto& r) { r.tags = {Tag("a")}; }},
  };
  expect_named(s, first, changes);
  EXPECT_EQ(s.then(with(first,
                        [](auto& r) {
                          r.tags = {Tag("a"), Tag("b")};
                          r.ttl_ms = 600'000;
                          r.estimated_tokens = 0;
                        })),
            "exists")
      << "lists sorted without repeats, defaults filled in";
  EXPECT_EQ(s.detail(), "granted@3");
}

TEST(Ids, AmountAndUsageAreDifferentContentAndUsageIsComparedWithItsDefaults) {
  Situation s = Situation::with_credits(1000);
  s.then(book("v", 1'000'000'000, 0));
  ReservationRequested first = request("r", 0);
  first.amount_nano.reset();
  first.max_usage = input_tokens(5);
  EXPECT_EQ(s.then(first), "granted");
  ReservationRequested same = first;
  same.max_usage->output_tokens = 0;
  same.max_usage->service_tier = ServiceTier::kStandard;
  EXPECT_EQ(s.then(same), "exists");
  same.max_usage->service_tier = ServiceTier::kBatch;
  EXPECT_EQ(s.then(same), "exists_with_different_max_usage");
  EXPECT_EQ(s.then(request("r", 5)), "exists_with_different_amount_nano");
}

TEST(Ids, AnIncreaseAgainNamesTheFirstFieldThatDiffers) {
  Situation s = Situation::with_credits(1000);
  s.then(request("r", 10));
  s.then(request("r2", 10));
  const ReservationIncreased first = increase("r", "i", 5);
  EXPECT_EQ(s.then(first), "granted");
  const Change<ReservationIncreased> changes[] = {
      {"reservation_id", [](auto& r) { r.reservation_id = ReservationId("r2"); }},
      {"amount_nano", [](auto& r) { r.amount_nano = Nano{6}; }},
      {"estimated_tokens", [](auto& r) { r.estimated_tokens = 1; }},
      {"extend_ms", [](auto& r) { r.extend_ms = 1; }},
  };
  expect_named(s, first, changes);
}

TEST(Ids, UsageAgainNamesTheFirstFieldThatDiffers) {
  Situation s = Situation::with_credits(1000);
  const UsageRecorded first = usage("u", 5);
  EXPECT_EQ(s.then(first), "accepted");
  const Change<UsageRecorded> changes[] = {
      {"key_id", [](auto& r) { r.key_id = KeyId("other"); }},
      {"model", [](auto& r) { r.model = ModelName("other"); }},
      {"cost_nano", [](auto& r) { r.cost_nano = Nano{6}; }},
      {"tokens", [](auto& r) { r.tokens = 0; }},
  };
  expect_named(s, first, changes);
  EXPECT_EQ(s.org().balance.value, 995);
}

TEST(Ids, UsageByClassesIsComparedWithItsDefaults) {
  Situation s = Situation::with_credits(1000);
  UsageRecorded first = usage("u", 0);
  first.cost_nano.reset();
  first.usage = input_tokens(kMax);
  first.usage->pages = kMax;
  EXPECT_EQ(s.then(first), "accepted");
  first.usage->output_tokens = 0;
  EXPECT_EQ(s.then(first), "exists");
  first.usage->output_tokens = 1;
  EXPECT_EQ(s.then(first), "exists_with_different_usage");
  EXPECT_EQ(s.then(usage("u", 5)), "exists_with_different_cost_nano");
}

TEST(Ids, LongListsAreComparedToTheirEnd) {
  Situation s = Situation::with_credits(1000);
  ReservationRequested first = request("r", 1);
  for (int number = 0; number < 60; ++number) {
    first.tags.emplace_back("tag-" + std::to_string(number * 37 % 60));
  }
  EXPECT_EQ(s.then(first), "granted");
  std::reverse(first.tags.begin(), first.tags.end());
  EXPECT_EQ(s.then(first), "exists");
  first.tags[30] = Tag("tag-60");
  EXPECT_EQ(s.then(first), "exists_with_different_tags");
}

TEST(Ids, AGrantAgainNamesTheFirstFieldThatDiffers) {
  Situation s = Situation::with_credits(1000);
  const CreditGranted first = purchase("g", 5, 1000);
  EXPECT_EQ(s.then(first), "accepted");
  const Change<CreditGranted> changes[] = {
      {"kind", [](auto& r) { r.kind = CreditKind::kPromotional; }},
      {"amount_nano", [](auto& r) { r.amount_nano = Nano{6}; }},
      {"expires_at", [](auto& r) { r.expires_at.reset(); }},
  };
  expect_named(s, first, changes);
}

TEST(Ids, AnAdjustmentAgainNamesTheFirstFieldThatDiffers) {
  Situation s = Situation::with_credits(1000);
  const CreditAdjusted first = adjustment("a", -5);
  EXPECT_EQ(s.then(first), "accepted");
  const Change<CreditAdjusted> changes[] = {
      {"amount_nano", [](auto& r) { r.amount_nano = Nano{-6}; }},
      {"reason", [](auto& r) { r.reason = Label("other"); }},
      {"actor", [](auto& r) { r.actor = Label("other"); }},
  };
  expect_named(s, first, changes);
}

TEST(Ids, AnOrganizationAgainIsComparedWithWhatWasCreatedNotWithItsUpdates) {
  Situation s;
  OrganizationCreated first = organization();
  first.credit_line_nano = Nano{5};
  EXPECT_EQ(s.then(first), "accepted");
  OrganizationUpdated update;
  update.name = Label("New");
  update.plan = Label("pro");
  update.credit_line_nano = Nano{9};
  EXPECT_EQ(s.then(update), "accepted");
  const Change<OrganizationCreated> changes[] = {
      {"name", [](auto& r) { r.name = Label("Other"); }},
      {"plan", [](auto& r) { r.plan = Label("pro"); }},
      {"credit_line_nano", [](auto& r) { r.credit_line_nano.reset(); }},
  };
  expect_named(s, first, changes);
  EXPECT_EQ(s.balance(), "0/0/9");
}

TEST(Ids, AKeyAgainIsComparedWithWhatWasCreated) {
  Situation s = Situation::with_credits(0);
  KeyCreated first = key("k2");
  first.allowed_models = {ModelName("b"), ModelName("a")};
  EXPECT_EQ(s.then(first), "accepted");
  s.then(with(key_update("k2"), [](auto& u) { u.team_id = TeamId("other"); }));
  s.then(key_revoked("k2"));
  const Change<KeyCreated> changes[] = {
      {"key_sha256", [](auto& r) { r.key_sha256 = Bytes(std::string(32, 'x')); }},
      {"display_prefix", [](auto& r) { r.display_prefix = Label("sk"); }},
      {"user_id", [](auto& r) { r.user_id = UserId("other"); }},
      {"team_id", [](auto& r) { r.team_id = TeamId("other"); }},
      {"allowed_models", [](auto& r) { r.allowed_models = {ModelName("a")}; }},
      {"requests_per_minute", [](auto& r) { r.requests_per_minute = 1; }},
      {"tokens_per_minute", [](auto& r) { r.tokens_per_minute = 1; }},
      {"parallel_requests", [](auto& r) { r.parallel_requests = 1; }},
      {"expires_at", [](auto& r) { r.expires_at = TimeMs{kStart}; }},
  };
  expect_named(s, first, changes);
  EXPECT_EQ(
      s.then(with(first, [](auto& r) { std::swap(r.allowed_models[0], r.allowed_models[1]); })),
      "exists");
}

TEST(Ids, ATeamAgainNamesItsName) {
  Situation s;
  TeamCreated team;
  team.team_id = TeamId("t");
  EXPECT_EQ(s.then(team), "denied_organization_unknown");
  s.then(organization());
  EXPECT_EQ(s.then(team), "accepted") << "only what was accepted uses up a team_id";
  EXPECT_EQ(s.then(team), "exists");
  team.name = Label("T");
  EXPECT_EQ(s.then(team), "exists_with_different_name");
}

TEST(Ids, AreEachOrganizationsOwn) {
  Situation s = Situation::with_credits(100);
  s.then(request("r", 1));
  Envelope other = s.envelope(organization());
  other.org_id = s.neighbour(0);
  s.at(0, other);
  other.payload = credits("start", 7);
  EXPECT_EQ(s.at(0, other), "accepted");
  other.payload = request("r", 2);
  EXPECT_EQ(s.at(0, other), "denied_key_unknown");
}

TEST(Ids, ADenialIsAsPermanentAsAGrantAndCountsNothing) {
  Situation s = Situation::with_credits(10);
  EXPECT_EQ(s.then(request("r", 11)), "denied_credits");
  s.then(credits("more", 100));
  EXPECT_EQ(s.then(request("r", 11)), "exists");
  EXPECT_EQ(s.detail(), "denied_credits@3");
  EXPECT_EQ(s.org().keys[0].requests, 0);
}

// What ended the id, and the moment from which it is new.
TEST(Ids, AReservationIdIsNewAgainThirtyDaysAfterItsLastEnd) {
  struct Row {
    const char* how;
    void (*use)(Situation& s);
    std::int64_t last;
    const char* before;
  };
  const Row rows[] = {
      {"denied", [](Situation& s) { s.at(1000, request("r", 5000)); }, 1000,
       "exists_with_different_amount_nano"},
      {"released",
       [](Situation& s) {
         s.at(0, request("r", 5));
         s.at(2000, release("r"));
       },
       2000, "exists_with_different_amount_nano"},
      {"expired",
       [](Situation& s) {
         s.at(0, request("r", 5));
         s.at(900'000, ClockTicked{});
       },
       600'000, "exists_with_different_amount_nano"},
      {"settled",
       [](Situation& s) {
         s.at(0, request("r", 5));
         s.at(3000, settle("r", 5));
       },
       3000, "exists_with_different_amount_nano"},
      {"settled late",
       [](Situation& s) {
         s.at(0, request("r", 5));
         s.at(kRemembered, settle("r", 5));
       },
       kRemembered, "exists_with_different_amount_nano"},
      {"an orphan", [](Situation& s) { s.at(4000, settle("r", 5)); }, 4000, "already_settled"},
      {"denied, then an orphan",
       [](Situation& s) {
         s.at(1000, request("r", 5000));
         s.at(4000, settle("r", 5));
       },
       4000, "exists_with_different_amount_nano"},
      {"a repeat prolongs nothing",
       [](Situation& s) {
         s.at(1000, request("r", 5000));
         s.at(4000, request("r", 5000));
       },
       1000, "exists_with_different_amount_nano"},
  };
  for (const Row& row : rows) {
    Situation s = Situation::with_credits(1000);
    row.use(s);
    EXPECT_EQ(s.at(row.last + kRemembered - 1, request("r", 7)), row.before) << row.how;
    EXPECT_EQ(s.at(row.last + kRemembered, request("r", 7)), "granted") << row.how;
    EXPECT_EQ(s.then(settle("r", 1)), "settled");
    EXPECT_EQ(s.flags(), "") << row.how;
  }
}

TEST(Ids, ASettlementThirtyDaysAfterTheExpiryIsAnOrphan) {
  for (const std::int64_t early : {1, 0}) {
    Situation s = Situation::with_credits(1000);
    s.at(0, request("r", 5));
    s.at(600'000 + kRemembered - early, settle("r", 5));
    EXPECT_EQ(s.flags(), early == 1 ? "late" : "orphan");
  }
}

TEST(Ids, AnOpenHoldIsNeverForgotten) {
  Situation s = Situation::with_credits(1000);
  s.at(0, with(request("r", 5), [](auto& r) { r.ttl_ms = 86'400'000; }));
  for (int day = 0; day < 40; ++day) {
    const std::int64_t now = day * 86'400'000LL;
    const std::string id = "i" + std::to_string(day);
    EXPECT_EQ(s.at(now, with(increase("r", id, 0), [](auto& r) { r.extend_ms = 86'400'000; })),
              "granted");
  }
  EXPECT_EQ(s.at(39 * 86'400'000LL, request("r", 5)), "exists_with_different_ttl_ms");
}

TEST(Ids, IncreaseUsageAndEventIdsAreNewAgainAfterThirtyDaysAndTheOthersNever) {
  Situation s = Situation::with_credits(1000);
  s.at(0, with(request("r", 5), [](auto& r) { r.ttl_ms = 86'400'000; }));
  s.at(0, increase("r", "i", 5000));
  s.at(0, usage("u", 1));
  s.at(0, adjustment("a", 1));
  Envelope set = s.envelope(budget(Scope::kKey, "k", Period::kDaily, 5));
  EXPECT_EQ(s.at(0, set), "accepted");
  EXPECT_EQ(s.at(kRemembered - 1, usage("u", 1)), "~expired exists");
  EXPECT_EQ(s.then(increase("r", "i", 5000)), "exists");
  EXPECT_EQ(s.at(kRemembered - 1, set), "exists");
  EXPECT_EQ(s.at(kRemembered, usage("u", 1)), "accepted");
  EXPECT_EQ(s.then(increase("r", "i", 5000)), "already_expired");
  EXPECT_EQ(s.at(kRemembered, set), "accepted");
  EXPECT_EQ(s.at(2 * kRemembered, adjustment("a", 1)), "exists");
  EXPECT_EQ(s.then(credits("start", 1000)), "exists");
  EXPECT_EQ(s.then(organization()), "exists");
  EXPECT_EQ(s.then(key("k")), "exists");
}

TEST(EventIds, TellApartWhatHasNoIdOfItsOwn) {
  const Payload payloads[] = {
      OrganizationSuspended{},
      OrganizationResumed{},
      with(OrganizationUpdated{}, [](auto& r) { r.name = Label("N"); }),
      member("m", Role::kOwner),
      with(MemberRoleChanged{},
           [](auto& r) {
             r.user_id = UserId("m");
             r.role = Role::kViewer;
           }),
      with(MemberRemoved{}, [](auto& r) { r.user_id = UserId("m"); }),
      TeamUpdated{TeamId("t"), Label("T")},
      TeamRemoved{TeamId("t")},
      with(key_update("k"), [](auto& r) { r.team_id = TeamId("t2"); }),
      with(KeyRotated{},
           [](auto& r) {
             r.key_id = KeyId("k");
             r.key_sha256 = Bytes(std::string(32, 'n'));
           }),
      key_revoked("k"),
      budget(Scope::kKey, "k", Period::kDaily, 5),
      no_budget(Scope::kKey, "k", Period::kDaily),
      ClockTicked{},
      OrganizationClosed{},
  };
  Situation s = Situation::with_credits(100);
  s.at(0, TeamCreated{TeamId("t"), {}});
  for (const Payload& payload : payloads) {
    Envelope envelope = s.envelope(payload);
    EXPECT_EQ(s.at(0, envelope), "accepted") << payload.index();
    const Offset offset = s.next_offset() - 1;
    EXPECT_EQ(s.at(1, envelope), "exists") << payload.index();
    EXPECT_EQ(s.detail(), "accepted@" + std::to_string(offset));
    envelope.payload = with(no_budget(Scope::kKey, "nothing", Period::kDaily), [](auto&) {});
    EXPECT_EQ(s.at(1, envelope), "exists_with_different_content") << payload.index();
  }
}

TEST(EventIds, AreLookedUpBeforeTheFormAndUsedUpByEveryLine) {
  Situation s = Situation::with_credits(100);
  Envelope wrong = s.envelope(budget(Scope::kKey, "k", Period::kDaily, -1));
  EXPECT_EQ(s.at(0, wrong), "invalid_limit_nano");
  EXPECT_EQ(s.at(0, wrong), "exists");
  EXPECT_EQ(s.detail(), "invalid_limit_nano@3");
  wrong.payload = budget(Scope::kKey, "k", Period::kDaily, 1);
  EXPECT_EQ(s.at(0, wrong), "exists_with_different_content");
  wrong.payload = budget(Scope::kUnset, "", Period::kUnset, -1);
  EXPECT_EQ(s.at(0, wrong), "exists_with_different_content");
  Envelope missing = s.envelope(key_revoked("nobody"));
  EXPECT_EQ(s.at(0, missing), "not_found");
  EXPECT_EQ(s.at(0, missing), "exists");
  EXPECT_EQ(s.detail(), "not_found@7");
}

TEST(EventIds, DoNotMatterWhereAPayloadHasItsOwnId) {
  Situation s = Situation::with_credits(100);
  Envelope envelope = s.envelope(request("r1", 1));
  EXPECT_EQ(s.at(0, envelope), "granted");
  envelope.payload = request("r2", 1);
  EXPECT_EQ(s.at(0, envelope), "granted");
  envelope.payload = ClockTicked{};
  EXPECT_EQ(s.at(0, envelope), "accepted") << "nor are they used up by such";
}

TEST(EventIds, ContentIsComparedWithDefaultsFilledInAndListsSorted) {
  Situation s = Situation::with_credits(100);
  BudgetSet set = budget(Scope::kKey, "k", Period::kDaily, 5);
  Envelope envelope = s.envelope(set);
  s.at(0, envelope);
  set.alert_percents = {100, 50, 80, 50};
  envelope.payload = set;
  EXPECT_EQ(s.at(0, envelope), "exists");
  set.alert_percents = {100, 50};
  envelope.payload = set;
  EXPECT_EQ(s.at(0, envelope), "exists_with_different_content");
  KeyUpdated update = key_update("k");
  update.clear = {Label("user_id"), Label("team_id")};
  update.allowed_models = {ModelName("a"), ModelName("b")};
  envelope = s.envelope(update);
  EXPECT_EQ(s.at(0, envelope), "accepted");
  std::swap(update.clear[0], update.clear[1]);
  std::swap(update.allowed_models[0], update.allowed_models[1]);
  envelope.payload = update;
  EXPECT_EQ(s.at(0, envelope), "exists");
  envelope.occurred_at = TimeMs{5};
  envelope.producer = Label("another");
  EXPECT_EQ(s.at(9, envelope), "exists") << "not at, occurred_at, producer";
}

TEST(EventIds, InAnOrganizationThatIsNotThereAreUsedUpToo) {
  Situation s;
  Envelope suspended = s.envelope(OrganizationSuspended{});
  EXPECT_EQ(s.at(0, suspended), "denied_organization_unknown");
  s.at(0, organization());
  EXPECT_EQ(s.at(0, suspended), "exists");
  EXPECT_EQ(s.detail(), "denied_organization_unknown@0");
}

}  // namespace
}  // namespace nemo
