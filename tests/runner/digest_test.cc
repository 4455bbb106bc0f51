#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "engine/runner/checkpoint.h"
#include "tests/engine/busy.h"

namespace nemo {
namespace {

Digest digest_of(Situation& s) {
  cut_checkpoint(s.state(), 1, nullptr);
  return state_digest(s.state());
}

// The digest after the same records, cut after every `every`th of them.
Digest digest_with_cuts(std::uint64_t seed, int records, int every) {
  Situation s = Situation::with_credits(10'000);
  Busy busy(seed);
  std::int64_t now = 0;
  for (int number = 1; number <= records; ++number) {
    s.at(now += busy.pause(), busy.next());
    if (number % every == 0) cut_checkpoint(s.state(), static_cast<std::uint64_t>(number), nullptr);
  }
  return digest_of(s);
}

TEST(Digest, OfAStateIsTheSameHoweverCheckpointsCutTheWayThere) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Digest once = digest_with_cuts(seed, 800, 100'000);
    EXPECT_EQ(digest_with_cuts(seed, 800, 1), once);
    EXPECT_EQ(digest_with_cuts(seed, 800, 7), once);
    EXPECT_EQ(digest_with_cuts(seed, 800, 250), once);
  }
}

// A record of every kind that changes something.
std::vector<Payload> every_change() {
  MemberRoleChanged role;
  role.user_id = UserId("m");
  role.role = Role::kAdmin;
  MemberRemoved removed;
  removed.user_id = UserId("m");
  KeyRotated rotated;
  rotated.key_id = KeyId("k2");
  rotated.key_sha256 = key("other").key_sha256;
  TeamCreated team;
  team.team_id = TeamId("t2");
  OrganizationUpdated updated;
  updated.name = Label("other");
  return {member("m", Role::kMember),
          role,
          removed,
          key("k2"),
          with(key_update("k2"), [](auto& update) { update.parallel_requests = 5; }),
          with(key_update("k2"), [](auto& update) { update.display_prefix = Label("sk"); }),
          rotated,
          key_revoked("k2"),
          team,
          TeamUpdated{team.team_id, Label("other")},
          TeamRemoved{team.team_id},
          updated,
          budget(Scope::kKey, "k", Period::kDaily, 500),
          adjustment("a1", 5),
          adjustment("a2", -5),
          usage("u", 7),
          request("r1", 10),
          increase("r1", "i", 5),
          settle("r1", 9),
          request("r2", 10),
          release("r2"),
          settle("orphan", 3),
          no_budget(Scope::kKey, "k", Period::kDaily),
          book("b", 5, 0),
          OrganizationSuspended{},
          OrganizationResumed{},
          OrganizationClosed{}};
}

// What a record changed and did not mark would stay as it was cut before.
TEST(Digest, SeesWhatEveryKindOfRecordChangesThoughAllWasCutBefore) {
  const std::vector<Payload> changes = every_change();
  Situation cut = Situation::with_credits(10'000);
  std::set<Digest> seen{digest_of(cut)};
  for (std::size_t count = 1; count <= changes.size(); ++count) {
    cut.then(changes[count - 1]);
    const Digest digest = digest_of(cut);
    EXPECT_TRUE(seen.insert(digest).second) << "change " << count - 1;
    Situation once = Situation::with_credits(10'000);
    for (std::size_t number = 0; number < count; ++number) once.then(changes[number]);
    EXPECT_EQ(digest, digest_of(once)) << "change " << count - 1;
  }
}

TEST(Digest, TellsDifferentStatesApart) {
  std::set<Digest> seen;
  for (int records = 0; records < 50; ++records) {
    EXPECT_TRUE(seen.insert(digest_with_cuts(1, records, 3)).second) << records;
  }
  EXPECT_TRUE(seen.insert(digest_with_cuts(2, 49, 3)).second);
}

TEST(Digest, SeesASingleNanoUnit) {
  Situation one = Situation::with_credits(100);
  Situation other = Situation::with_credits(101);
  EXPECT_NE(digest_of(one), digest_of(other));
}

TEST(Digest, IdsLeaveItWithTheDayTheyAreForgottenOnCutOrNot) {
  constexpr std::int64_t kDay = 86'400'000;
  const auto run = [](bool cut) {
    Situation s = Situation::with_credits(100);
    s.at(0, settle("orphan", 0));
    s.at(0, usage("u", 0));
    if (cut) cut_checkpoint(s.state(), 1, nullptr);
    s.at(31 * kDay, ClockTicked{});
    if (cut) cut_checkpoint(s.state(), 2, nullptr);
    s.at(40 * kDay, settle("orphan", 0));
    return digest_of(s);
  };
  EXPECT_EQ(run(true), run(false));
}

TEST(Digest, IdsOfADayThatIsOverAreNoPartOfIt) {
  constexpr std::int64_t kDay = 86'400'000;
  Situation s = Situation::with_credits(100);
  s.at(0, usage("u1", 0));
  const auto parts = [&s] {
    digest_of(s);
    return s.state().digest.by_day().size();
  };
  EXPECT_EQ(parts(), 1U);
  s.at(kDay, usage("u2", 0));
  EXPECT_EQ(parts(), 2U);
  s.at(31 * kDay, usage("u3", 0));
  EXPECT_EQ(parts(), 2U) << "the first day's are gone";
}

}  // namespace
}  // namespace nemo
