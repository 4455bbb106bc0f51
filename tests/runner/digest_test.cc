#include <gtest/gtest.h>

#include <set>

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
