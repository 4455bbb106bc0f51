#include "adapters/identity/jwks_cache.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/identity/key_source.h"
#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using namespace std::chrono_literals;

TEST_F(JwksCacheTest, WaitsForTheFirstFetchAndForNoOther) {
  source_.publish(jwk_set({old_.jwk()}));
  source_.hold(true);
  JwksCache cache(source_.fetch(), {.first_wait_ms = 60'000});
  std::jthread later([this] {
    std::this_thread::sleep_for(50ms);
    source_.hold(false);
  });
  EXPECT_TRUE(knows(cache, "old"));
  later.join();
  source_.hold(true);
  EXPECT_LT(ms_of([&] { EXPECT_FALSE(cache.find("new").away); }), 1'000);
  EXPECT_TRUE(comes_true([&] { return source_.fetches() == 2; }));
  EXPECT_LT(ms_of([&] { EXPECT_TRUE(knows(cache, "old")); }), 1'000) << "a fetch is under way";
}

TEST_F(JwksCacheTest, FetchesOnceForAFloodOfUnknownIds) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {});
  ASSERT_TRUE(knows(cache, "old"));
  source_.publish(jwk_set({old_.jwk(), new_.jwk()}));
  for (int i = 0; i < 100'000; ++i) cache.find("unknown-" + std::to_string(i));
  EXPECT_TRUE(comes_true([&] { return knows(cache, "new"); })) << "the one fetch brings it";
  for (int i = 0; i < 100'000; ++i) cache.find("unknown-" + std::to_string(i));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(source_.fetches(), 2);
}

TEST_F(JwksCacheTest, FetchesAgainForUnknownIdsAfterAWhile) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {.unknown_key_ms = 100});
  ASSERT_TRUE(knows(cache, "old"));
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < 1'000ms) cache.find("unknown");
  EXPECT_GE(source_.fetches(), 3);
  EXPECT_LE(source_.fetches(), 12);
}

TEST_F(JwksCacheTest, FetchesOnceMoreForAnIdThatIsUnknownWhileAFetchIsUnderWay) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {.refresh_ms = 100});
  ASSERT_TRUE(knows(cache, "old"));
  source_.hold(true);
  ASSERT_TRUE(comes_true([&] { return source_.fetches() == 2; }));
  source_.publish(jwk_set({old_.jwk(), new_.jwk()}));
  EXPECT_FALSE(knows(cache, "new"));
  source_.hold(false);
  EXPECT_TRUE(comes_true([&] { return knows(cache, "new"); }));
}

TEST_F(JwksCacheTest, AsksForNothingForATokenThatNamesNoKey) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {});
  ASSERT_TRUE(knows(cache, "old"));
  EXPECT_FALSE(cache.find(std::nullopt).key);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(source_.fetches(), 1);
}

TEST_F(JwksCacheTest, RevokesAKeyWithTheNextFetchAlsoTheLastOne) {
  source_.publish(jwk_set({old_.jwk()}));
  JwksCache cache(source_.fetch(), {.refresh_ms = 10});
  ASSERT_TRUE(knows(cache, "old"));
  source_.publish(jwk_set({}));
  EXPECT_TRUE(comes_true([&] { return !knows(cache, "old"); }));
  EXPECT_FALSE(cache.find("old").away);
}

TEST_F(JwksCacheTest, UsesASharedSecretForItsOwnTokensAlone) {
  TokenWorld& world = TokenWorld::one();
  const SigningKey secret = SigningKey::hs256("", std::string(32, 's'));
  JwksOptions options;
  options.shared_secret = secret.to_check_with();
  for (const std::string& published : {jwk_set({world.es.jwk()}), jwk_set({}), std::string()}) {
    source_.publish(published);
    JwksCache cache(source_.fetch(), options);
    const std::string claims = Claims::of_a_person(world).json();
    const auto accepts = [&](const std::string& token) {
      return std::holds_alternative<Person>(verify_token(token, cache, world.rules, world.now));
    };
    EXPECT_TRUE(accepts(secret.token(claims)));
    EXPECT_EQ(accepts(world.es.token(claims)), published == jwk_set({world.es.jwk()}));
    // never in the place of a key that is not known
    EXPECT_FALSE(accepts(secret.token(R"({"alg":"HS256","kid":"es-1"})", claims)));
    EXPECT_FALSE(accepts(secret.token(R"({"alg":"HS256","kid":"unknown"})", claims)));
    EXPECT_FALSE(accepts(world.es.token(R"({"alg":"ES256"})", claims)));
  }
}

}  // namespace
}  // namespace nemo::identity
