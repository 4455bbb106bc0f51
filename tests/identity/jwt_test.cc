#include "adapters/identity/jwt.h"

#include <gtest/gtest.h>

#include "adapters/identity/base64url.h"
#include "adapters/identity/numeric_date.h"
#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using Code = RefusalCode;

// "" for an accepted token.
std::string_view refused_for(const Verdict& verdict) {
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal == nullptr ? std::string_view() : name_of(refusal->code);
}

TEST(Token, OfEachKindOfKeyTellsThePerson) {
  TokenWorld& world = TokenWorld::one();
  const std::string claims = Claims::of_a_person(world).json();
  for (const SigningKey* key : {&world.es, &world.rs, &world.hs}) {
    const Verdict verdict = world.verdict_of(key->token(claims));
    ASSERT_EQ(refused_for(verdict), "") << key->key_id();
    const Person& person = std::get<Person>(verdict);
    EXPECT_EQ(person.sub, UserId("4be0643f-1d98-573b-97cd-ca98a65347dd"));
    EXPECT_EQ(person.email, "ada@example.com");
    EXPECT_EQ(person.session_id, "b0ffce2e-9b5b-4f8e-8a0c-4e9f5f2f1c11");
    EXPECT_EQ(person.expires.value, world.now.value + 3'000'000);
  }
}

TEST(Token, MayLeaveOutWhatIsNotNeededAndHoldWhatIsNotRead) {
  TokenWorld& world = TokenWorld::one();
  const Claims right = Claims::of_a_person(world);
  const Claims rows[] = {right.without("iat"),
                         right.without("role"),
                         right.without("email"),
                         right.without("session_id"),
                         right.without("is_anonymous"),
                         right.with("email", "null"),
                         right.with("email", R"("")"),
                         right.with("aud", R"(["other","authenticated"])"),
                         right.with("aud", R"(["authenticated"])"),
                         right.with("sub", R"("auth0:7.x_y-z")"),
                         right.with("nbf", "0"),
                         right.with("extra", "[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]"),
                         right.with("jku", R"("https://evil.example")"),
                         right.with("exp", std::to_string(world.now_s() + 1) + ".000000000"),
                         right.with("email", "\"\xc3\xa9@example.com\"")};
  for (const Claims& row : rows) {
    EXPECT_EQ(refused_for(world.verdict_of(world.es.token(row.json()))), "") << row.json();
  }
  for (const char* header : {R"({"alg":"ES256","kid":"es-1"})", R"({"kid":"es-1","alg":"ES256"})",
                             R"( { "typ" : "JWT", "alg":"ES256", "kid":"\u0065s-1" } )",
                             R"({"alg":"ES256","kid":"es-1","nonce":"7","iat":[1,{"a":null}]})"}) {
    EXPECT_EQ(refused_for(world.verdict_of(world.es.token(header, right.json()))), "") << header;
  }
}

TEST(Token, UnderAttackIsRefusedForTheRightReason) {
  TokenWorld& world = TokenWorld::one();
  std::size_t count = 0;
  for (const auto& attacks : {header_attacks(world), algorithm_attacks(world), form_attacks(world),
                              claim_attacks(world)}) {
    for (const Attack& attack : attacks) {
      ++count;
      EXPECT_EQ(refused_for(world.verdict_of(attack.token)), name_of(attack.code)) << attack.name;
    }
  }
  EXPECT_GE(count, 400U);
}

TEST(Token, IsGoodUpToTheMillisecondWithLeeway) {
  TokenWorld& world = TokenWorld::one();
  const Claims right = Claims::of_a_person(world);
  for (const std::int64_t leeway_ms :
       {std::int64_t{0}, std::int64_t{5'000}, std::int64_t{30'000}}) {
    const TokenRules rules{world.rules.issuer, world.rules.audience, leeway_ms};
    const std::string expiring = world.es.token(right.with("exp", "1767230000").json());
    const std::string beginning = world.es.token(right.with("nbf", "1767225700").json());
    const std::string issued = world.es.token(right.with("iat", "1767225700").json());
    const auto at = [&](const std::string& token, std::int64_t ms) {
      return refused_for(verify_token(token, world.keys, rules, TimeMs{ms}));
    };
    const std::int64_t end = 1'767'230'000'000 + leeway_ms;
    const std::int64_t start = 1'767'225'700'000 - leeway_ms;
    for (const std::int64_t ms : {1, 1'000}) {
      EXPECT_EQ(at(expiring, end - ms), "");
      EXPECT_EQ(at(expiring, end + ms), "expired");
      for (const std::string& token : {beginning, issued}) {
        EXPECT_EQ(at(token, start - ms), "not_yet");
        EXPECT_EQ(at(token, start + ms), "");
      }
    }
    EXPECT_EQ(at(expiring, end), "expired");
    EXPECT_EQ(at(beginning, start), "");
  }
}

TEST(Token, WithAnyBitFlippedIsRefused) {
  TokenWorld& world = TokenWorld::one();
  const std::string claims = Claims::of_a_person(world).json();
  for (const SigningKey* key : {&world.es, &world.rs, &world.hs}) {
    const std::string token = key->token(claims);
    for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
      std::string flipped = token;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      ASSERT_NE(refused_for(world.verdict_of(flipped)), "") << key->key_id() << " bit " << bit;
    }
  }
}

TEST(Token, CutOffOrWithAByteTakenOutIsRefused) {
  TokenWorld& world = TokenWorld::one();
  const std::string token = world.es.token(Claims::of_a_person(world).json());
  for (std::size_t place = 0; place < token.size(); ++place) {
    EXPECT_NE(refused_for(world.verdict_of(token.substr(0, place))), "") << place;
    EXPECT_NE(refused_for(world.verdict_of(std::string(token).erase(place, 1))), "") << place;
    EXPECT_NE(refused_for(world.verdict_of(std::string(token).insert(place, "A"))), "") << place;
  }
}

TEST(Token, OfASharedSecretIsTakenWhereThereIsNoOtherKey) {
  TokenWorld& world = TokenWorld::one();
  const std::string claims = Claims::of_a_person(world).json();
  const SigningKey nameless = SigningKey::hs256("", std::string(32, 's'));
  SharedSecretKey only(nameless.to_check_with());
  SharedSecretKey named(world.hs.to_check_with());
  const auto judged = [&](TokenKeys& keys, const std::string& token) {
    return refused_for(verify_token(token, keys, world.rules, world.now));
  };
  EXPECT_EQ(judged(only, nameless.token(claims)), "");
  EXPECT_EQ(judged(only, nameless.token(R"({"alg":"HS256","kid":"any"})", claims)), "");
  EXPECT_EQ(judged(only, world.es.token(claims)), "algorithm");
  EXPECT_EQ(judged(only, world.hs.token(claims)), "signature");
  EXPECT_EQ(judged(named, world.hs.token(claims)), "");
  EXPECT_EQ(judged(named, world.hs.token(R"({"alg":"HS256"})", claims)), "unknown_key");
  EXPECT_THROW(SigningKey::hs256("", std::string(31, 's')).to_check_with(), KeyRefused);
}

TEST(Token, ThatIsRefusedSaysNothingOfItself) {
  TokenWorld& world = TokenWorld::one();
  for (const auto& attacks : {header_attacks(world), form_attacks(world), claim_attacks(world)}) {
    for (const Attack& attack : attacks) {
      const Verdict verdict = world.verdict_of(attack.token);
      const std::string& reason = std::get<Refusal>(verdict).reason;
      EXPECT_FALSE(reason.empty());
      EXPECT_LT(reason.size(), 160U) << reason;
      for (const char c : reason) EXPECT_TRUE(c >= ' ' && c <= '~') << reason;
    }
  }
}

TEST(NumericDate, IsSecondsWithAFraction) {
  const std::pair<const char*, std::optional<std::int64_t>> rows[] = {
      {"0", 0},
      {"1", 1'000},
      {"1300819380", 1'300'819'380'000},
      {"1.5", 1'500},
      {"1.0009", 1'000},
      {"1.123456789", 1'123},
      {"253402300799", 253'402'300'799'000},
      {"253402300799.999", 253'402'300'799'999},
      {"253402300800", std::nullopt},
      {"", std::nullopt},
      {".", std::nullopt},
      {"1.", std::nullopt},
      {".5", std::nullopt},
      {"1.1234567890", std::nullopt},
      {"-1", std::nullopt},
      {"1e3", std::nullopt},
      {"1.5e3", std::nullopt},
      {"1.2.3", std::nullopt},
      {"9999999999999", std::nullopt}};
  for (const auto& [text, ms] : rows) {
    const auto read = parse_numeric_date(text);
    EXPECT_EQ(read ? std::optional(read->value) : std::nullopt, ms) << text;
  }
}

}  // namespace
}  // namespace nemo::identity
