#include "adapters/identity/jwks.h"

#include <gtest/gtest.h>

#include "adapters/identity/base64url.h"
#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

std::string base64url_of(unsigned char first, std::size_t size, unsigned char last) {
  std::string bytes(size, '\x5a');
  bytes.front() = static_cast<char>(first);
  bytes.back() = static_cast<char>(last);
  return to_base64url(bytes);
}

std::string rsa(const std::string& n, const std::string& e) {
  return R"({"kty":"RSA","kid":"k","n":")" + n + R"(","e":")" + e + "\"}";
}

std::string ec(const std::string& x, const std::string& y, const std::string& curve = "P-256") {
  return R"({"kty":"EC","kid":"k","crv":")" + curve + R"(","x":")" + x + R"(","y":")" + y + "\"}";
}

// The reason for which a whole set is not taken; empty if it is.
std::string unusable(const std::string& json) {
  try {
    parse_jwks(json);
  } catch (const JwksUnusable& refused) {
    return refused.reason;
  }
  return {};
}

TEST(Jwks, OfSupabasesFormGivesKeysOfOneAlgorithmEach) {
  TokenWorld& world = TokenWorld::one();
  const std::string es_more = R"(,"alg":"ES256","use":"sig","key_ops":["verify"],"ext":true)";
  for (const std::string& more : {std::string(), std::string(R"(,"use":"sig")"), es_more,
                                  std::string(R"(,"key_ops":["sign","verify"],"x5c":["MIIB"])")}) {
    const JwkSet set = parse_jwks(jwk_set({world.es.jwk(more), world.rs.jwk()}));
    ASSERT_EQ(set.keys.size(), 2U);
    EXPECT_TRUE(set.notes.empty());
    EXPECT_EQ(set.keys[0].algorithm(), Algorithm::kEs256);
    EXPECT_EQ(set.keys[0].key_id(), "es-1");
    EXPECT_EQ(set.keys[1].algorithm(), Algorithm::kRs256);
    EXPECT_TRUE(set.keys[0].verifies("text", world.es.sign("text")));
    EXPECT_TRUE(set.keys[1].verifies("text", world.rs.sign("text")));
    EXPECT_FALSE(set.keys[1].verifies("text", world.es.sign("text")));
  }
  EXPECT_TRUE(parse_jwks(R"({"keys":[],"more":1})").keys.empty());
}

TEST(Jwks, PassesOverKeysThatItCannotUse) {
  TokenWorld& world = TokenWorld::one();
  const SigningKey small = SigningKey::rs256("k", 1'024);
  const std::string n2048 = base64url_of(0xff, 256, 0xc5);
  const std::string one = base64url_of(0x11, 32, 0x11);
  const std::pair<std::string, const char*> rows[] = {
      {small.jwk(), "1024 bits"},
      {rsa(base64url_of(0x7f, 256, 0xc5), "AQAB"), "2047 bits"},
      {rsa(base64url_of(0xff, 513, 0xc5), "AQAB"), "too long"},
      {rsa(base64url_of(0, 257, 0xc5), "AQAB"), "begin with a zero"},
      {rsa(base64url_of(0xff, 256, 0xc4), "AQAB"), "OpenSSL"},
      {rsa(n2048, "AQ"), "exponent"},
      {rsa(n2048, "Aw"), "exponent"},
      {rsa(n2048, "AQAA"), "exponent"},
      {rsa(n2048, "AAEAAQ"), "begin with a zero"},
      {rsa(n2048, "AQAAAAAB"), "too long"},
      {rsa(n2048, "AQAB="), "e is not base64url"},
      {rsa(n2048, ""), "e is of another form"},
      {R"({"kty":"RSA","kid":"k","n":")" + n2048 + "\"}", "e is not base64url"},
      {R"({"kty":"RSA","kid":"k","e":"AQAB"})", "n is not base64url"},
      {R"({"kty":"RSA","kid":"k","n":1,"e":"AQAB"})", "n is of another form"},
      {ec(one, one), "not a key"},
      {ec(base64url_of(0xff, 32, 0xff), base64url_of(0xff, 32, 0xff)), "not a key"},
      {ec(to_base64url(std::string(32, '\0')), to_base64url(std::string(32, '\0'))), "not a key"},
      {ec(base64url_of(0x11, 31, 0x11), one), "32 bytes"},
      {ec(one, base64url_of(0x11, 33, 0x11)), "32 bytes"},
      {ec(one, one, "P-384"), "curve"},
      {ec(one, one, "secp256k1"), "curve"},
      {ec(one, one, "p-256"), "curve"},
      {R"({"kty":"EC","kid":"k","x":"AA","y":"AA"})", "curve"},
      {R"({"kty":"OKP","kid":"k","crv":"Ed25519","x":"AA"})", "kty"},
      {R"({"kty":"oct","kid":"k","k":"AAAA"})", "kty"},
      {R"({"kty":"ec","kid":"k"})", "kty"},
      {R"({"kty":7,"kid":"k"})", "kty"},
      {R"({"kid":"k"})", "kty"},
      {"{}", "no token can name it"},
      {world.es.jwk(R"(,"use":"enc")"), "use"},
      {world.es.jwk(R"(,"use":"SIG")"), "use"},
      {world.es.jwk(R"(,"use":["sig"])"), "use"},
      {world.es.jwk(R"(,"key_ops":["sign"])"), "key_ops"},
      {world.es.jwk(R"(,"key_ops":[])"), "key_ops"},
      {world.es.jwk(R"(,"key_ops":"verify")"), "key_ops"},
      {world.es.jwk(R"(,"alg":"RS256")"), "alg"},
      {world.es.jwk(R"(,"alg":"ES384")"), "alg"},
      {world.es.jwk(R"(,"alg":"none")"), "alg"},
      {world.rs.jwk(R"(,"alg":"PS256")"), "alg"},
      {world.rs.jwk(R"(,"alg":"RS512")"), "alg"},
      {world.rs.jwk(R"(,"alg":"HS256")"), "alg"},
      {world.rs.jwk(R"(,"alg":"RSA-OAEP")"), "alg"},
      {world.rs.jwk(R"(,"alg":null)"), "alg"},
      {SigningKey::es256("").jwk(), "no token can name it"},
      {SigningKey::es256("two words").jwk(), "no token can name it"},
      {SigningKey::es256(std::string(129, 'k')).jwk(), "no token can name it"}};
  const SigningKey good = SigningKey::es256("good");
  for (const auto& [jwk, words] : rows) {
    const JwkSet set = parse_jwks(jwk_set({jwk, good.jwk()}));
    ASSERT_EQ(set.keys.size(), 1U) << jwk;
    EXPECT_EQ(set.keys[0].key_id(), "good");
    ASSERT_EQ(set.notes.size(), 1U) << jwk;
    EXPECT_NE(set.notes[0].find(words), std::string::npos) << jwk << ": " << set.notes[0];
  }
}

TEST(Jwks, ThatCannotBeTrustedIsNotTakenAtAll) {
  TokenWorld& world = TokenWorld::one();
  const std::string jwk = world.es.jwk();
  std::vector<std::string> many;
  for (int i = 0; i < 65; ++i) many.emplace_back("{}");
  const std::pair<std::string, const char*> rows[] = {
      {jwk_set({jwk, jwk}), "two keys are called es-1"},
      {jwk_set({jwk, R"({"kty":"oct","kid":"es-1"})"}), "two keys are called es-1"},
      {jwk_set({jwk, R"({"kty":"EC","kid":"\u0065s-1"})"}), "two keys are called es-1"},
      {jwk_set({world.es.jwk(R"(,"d":"AAAA")")}), "private part (d)"},
      {jwk_set({world.rs.jwk(R"(,"p":"AAAA","q":"AAAA")")}), "private part (p)"},
      {jwk_set({world.rs.jwk(R"(,"qi":null)")}), "private part (qi)"},
      {jwk_set({jwk, R"({"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"})"}), "private part (d)"},
      {jwk_set({world.es.jwk(R"(,"k":"AAAA")")}), "private part (k)"},
      {jwk_set({world.es.jwk(R"(,"kty":"oct")")}), "each name once"},
      {jwk_set({"[]"}), "no object"},
      {jwk_set({"1", jwk}), "no object"},
      {jwk_set(many), "too many"},
      {R"({"keys":{}})", "no list"},
      {R"({"keys":null})", "no list"},
      {R"({"Keys":[]})", "no list"},
      {R"({"keys":[],"keys":[]})", "each name once"},
      {jwk, "no list"},
      {"", "each name once"},
      {"[]", "each name once"},
      {"<html>", "each name once"},
      {jwk_set({jwk}) + "x", "each name once"},
      {"{\"keys\":" + std::string(100'000, '[') + std::string(100'000, ']') + '}',
       "each name once"},
      {std::string(200'000, '{'), "each name once"}};
  for (const auto& [json, words] : rows) {
    EXPECT_NE(unusable(json).find(words), std::string::npos)
        << json.substr(0, 200) << ": " << unusable(json);
  }
}

// Its modulus is 1, a power of everything, modulo each small prime, as those of CVE-2017-15361 are
// powers of 65537: k * (3 * 5 * 7 * ... * 167) + 1, of 2048 bits.
TEST(Jwks, PassesOverModuliOfAFaultyChip) {
  std::string bytes(256, '\0');
  std::vector<unsigned> digits(64, 0);  // of base 2^32, the lowest first
  digits[0] = 1;
  const auto times = [&digits](unsigned factor) {
    std::uint64_t carry = 0;
    for (unsigned& digit : digits) {
      carry += std::uint64_t{digit} * factor;
      digit = static_cast<unsigned>(carry);
      carry >>= 32;
    }
  };
  for (unsigned n = 3; n <= 167; n += 2) {
    bool prime = true;
    for (unsigned d = 3; d * d <= n; d += 2) prime = prime && n % d != 0;
    if (prime) times(n);
  }
  while (digits[63] < 0x8000'0000) times(2);
  digits[0] |= 1;  // it was even
  for (std::size_t i = 0; i < 256; ++i) {
    bytes[255 - i] = static_cast<char>(digits[i / 4] >> i % 4 * 8);
  }
  const JwkSet set = parse_jwks(jwk_set({rsa(to_base64url(bytes), "AQAB")}));
  ASSERT_EQ(set.notes.size(), 1U);
  EXPECT_NE(set.notes[0].find("CVE-2017-15361"), std::string::npos) << set.notes[0];
}

}  // namespace
}  // namespace nemo::identity
