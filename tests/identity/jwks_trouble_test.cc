#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/identity/key_source.h"

namespace nemo::identity {
namespace {

using namespace std::chrono_literals;

using JwksTroubleTest = JwksCacheTest;

TEST_F(JwksTroubleTest, SaysThatKeysAreAwayUntilAFetchSucceeds) {
  JwksCache cache(source_.fetch(), {.retry_ms = 10, .retry_ms_max = 10});
  EXPECT_TRUE(cache.find("old").away);
  source_.publish(jwk_set({old_.jwk()}));
  EXPECT_TRUE(comes_true([&] { return knows(cache, "old"); }));
  EXPECT_FALSE(cache.find("other").away);
}

TEST_F(JwksTroubleTest, WaitsNoLongerThanItMay) {
  source_.hold(true);
  JwksCache cache(source_.fetch(), {.first_wait_ms = 50});
  const std::int64_t ms = ms_of([&] { EXPECT_TRUE(cache.find("old").away); });
  EXPECT_GE(ms, 50);
  EXPECT_LT(ms, 5'000);
}

TEST_F(JwksTroubleTest, GoesOnServingOldKeysWhateverComesInstead) {
  source_.publish(jwk_set({old_.jwk()}));
  std::mutex mutex;
  std::vector<std::string> told;
  JwksOptions options{.refresh_ms = 5, .retry_ms = 5, .retry_ms_max = 20};
  options.tell = [&](const std::string& what) {
    const std::lock_guard lock(mutex);
    told.push_back(what);
  };
  JwksCache cache(source_.fetch(), options);
  ASSERT_TRUE(knows(cache, "old"));
  for (const std::string& json :
       {std::string(), std::string("<html>"), std::string("{}"), jwk_set({old_.jwk(), old_.jwk()}),
        jwk_set({new_.jwk(R"(,"d":"AAAA")")})}) {
    source_.publish(json);
    const std::uint64_t failures = cache.standing().failures;
    EXPECT_TRUE(comes_true([&] { return cache.standing().failures > failures + 1; })) << json;
    EXPECT_TRUE(knows(cache, "old")) << json;
    EXPECT_FALSE(knows(cache, "new")) << json;
  }
  source_.publish(jwk_set({new_.jwk()}));
  EXPECT_TRUE(comes_true([&] { return knows(cache, "new") && !knows(cache, "old"); }));
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(std::any_of(told.begin(), told.end(), [](const std::string& what) {
    return what == "signing keys: a key shows its private part (d): it must be revoked";
  }));
}

TEST_F(JwksTroubleTest, TriesLessAndLessOftenWhileFetchesFail) {
  JwksCache cache(source_.fetch(), {.retry_ms = 20, .retry_ms_max = 100'000});
  std::this_thread::sleep_for(700ms);  // at 0, 20, 60, 140, 300, 620
  EXPECT_GE(source_.fetches(), 3);
  EXPECT_LE(source_.fetches(), 6);
}

TEST_F(JwksTroubleTest, ForgetsEveryKeyWhenItIsPurged) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {});
  ASSERT_TRUE(knows(cache, "old"));
  EXPECT_TRUE(cache.standing().age_ms);
  source_.publish(jwk_set({new_.jwk()}));
  cache.purge();
  EXPECT_LT(ms_of([&] { EXPECT_FALSE(knows(cache, "old")); }), 1'000);
  EXPECT_TRUE(knows(cache, "new"));
  source_.publish("");
  cache.purge();
  EXPECT_TRUE(cache.find("new").away);
  EXPECT_FALSE(cache.standing().age_ms);
}

TEST_F(JwksTroubleTest, TakesNothingThatWasAskedForBeforeThePurge) {
  source_.publish(jwk_set({old_.jwk()}));
  source_.hold(true);
  JwksCache cache(source_.fetch(), {});
  ASSERT_TRUE(comes_true([&] { return source_.fetches() == 1; }));
  source_.publish(jwk_set({new_.jwk()}));
  cache.purge();
  source_.hold(false);
  EXPECT_FALSE(knows(cache, "old"));
  EXPECT_TRUE(knows(cache, "new"));
  EXPECT_GE(source_.fetches(), 2);  // and one more, once "old" is not known
}

TEST_F(JwksTroubleTest, EndsWhileAFetchIsUnderWay) {
  source_.hold(true);
  EXPECT_LT(ms_of([&] { JwksCache cache(source_.fetch(), {}); }), 5'000);
}

}  // namespace
}  // namespace nemo::identity
