#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "adapters/identity/jwks_cache.h"
#include "tests/identity/jwks_server.h"
#include "tests/identity/token_world.h"
#include "tests/identity/waiting.h"

namespace nemo::identity {
namespace {

using namespace std::chrono_literals;

// An issuer behind a real server, and callers who show the token of the day without a pause.
class RotationTest : public testing::Test {
 protected:
  std::string token_of(const SigningKey& key) const {
    return key.token(Claims::of_a_person(world_).json());
  }
  static bool accepts(JwksCache& cache, const std::string& token) {
    TokenWorld& world = TokenWorld::one();
    return std::holds_alternative<Person>(verify_token(token, cache, world.rules, world.now));
  }
  // Two refreshes are enough for everybody to have seen what is published.
  void await_refreshes() {
    const int count = server_.count();
    EXPECT_TRUE(comes_true([&] { return server_.count() >= count + 2; }));
    std::this_thread::sleep_for(20ms);
  }

  TokenWorld& world_ = TokenWorld::one();
  JwksServer server_;
};

TEST_F(RotationTest, RefusesNobodyAndEndsWithTheOldKeyOut) {
  std::vector<SigningKey> keys;
  for (int i = 0; i < 6; ++i) keys.push_back(SigningKey::es256("key-" + std::to_string(i)));
  std::vector<std::string> tokens;
  for (const SigningKey& key : keys) tokens.push_back(token_of(key));
  server_.publish({keys[0].jwk()});
  JwksCache cache(fetch_by_https(server_.get()), {.refresh_ms = 40});
  std::atomic<std::size_t> in_use = 0;
  std::atomic<std::uint64_t> accepted = 0;
  std::atomic<std::uint64_t> refused = 0;
  std::vector<std::jthread> callers;
  for (int i = 0; i < 2; ++i) {
    callers.emplace_back([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) ++(accepts(cache, tokens[in_use]) ? accepted : refused);
    });
  }
  for (std::size_t next = 1; next < keys.size(); ++next) {
    server_.publish({keys[next - 1].jwk(), keys[next].jwk()});  // standing by
    await_refreshes();
    in_use = next;
    await_refreshes();
    server_.publish({keys[next].jwk()});  // the one before is revoked
    await_refreshes();
    EXPECT_FALSE(accepts(cache, tokens[next - 1]));
  }
  callers.clear();
  EXPECT_EQ(refused, 0U);
  EXPECT_GT(accepted, 100U);
}

TEST_F(RotationTest, OldKeysServeWhileTheServerIsInTrouble) {
  const SigningKey key = SigningKey::es256("key");
  server_.publish({key.jwk()});
  HttpsGet get = server_.get();
  get.timeout_ms = 100;
  JwksCache cache(fetch_by_https(get), {.refresh_ms = 5, .retry_ms = 5, .retry_ms_max = 10});
  const std::string token = token_of(key);
  ASSERT_TRUE(accepts(cache, token));
  for (const char* mode : {"down", "broken", "redirect", "huge", "slow", "dripping", "endless"}) {
    server_.behave(mode);
    const std::uint64_t failures = cache.standing().failures;
    EXPECT_TRUE(comes_true([&] { return cache.standing().failures >= failures + 2; })) << mode;
    EXPECT_TRUE(accepts(cache, token)) << mode;
  }
  server_.kill();
  const std::uint64_t failures = cache.standing().failures;
  EXPECT_TRUE(comes_true([&] { return cache.standing().failures >= failures + 2; }));
  EXPECT_TRUE(accepts(cache, token));
}

TEST_F(RotationTest, AFloodOfUnknownKeysIsOneFetch) {
  const SigningKey key = SigningKey::es256("key");
  server_.publish({key.jwk()});
  JwksCache cache(fetch_by_https(server_.get()), {});
  ASSERT_TRUE(accepts(cache, token_of(key)));
  const std::string claims = Claims::of_a_person(world_).json();
  for (int i = 0; i < 10'000; ++i) {
    const std::string header = R"({"alg":"ES256","kid":"unknown-)" + std::to_string(i) + "\"}";
    EXPECT_FALSE(accepts(cache, signing_input(header, claims) + ".AAAA"));
  }
  EXPECT_TRUE(comes_true([&] { return server_.count() == 2; }));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(server_.count(), 2);
}

TEST_F(RotationTest, AStrangersKeysAreNeverTaken) {
  const SigningKey key = SigningKey::es256("key");
  server_.publish({key.jwk()});
  JwksCache cache(fetch_by_https(server_.get(JwksServer::Door::kStranger)), {});
  const Verdict verdict = verify_token(token_of(key), cache, world_.rules, world_.now);
  EXPECT_EQ(std::get<Refusal>(verdict).code, RefusalCode::kKeysAway);
}

}  // namespace
}  // namespace nemo::identity
