#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using Code = RefusalCode;

// A header of the ES256 key with more in it.
std::string header_with(const std::string& more) {
  return R"({"alg":"ES256","typ":"JWT","kid":"es-1")" + more + '}';
}

std::string deep(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

// What a header may not be or hold, signed well.
std::vector<std::pair<std::string, Code>> wrong_headers(const TokenWorld& world) {
  std::vector<std::pair<std::string, Code>> rows;
  const std::string jwk = world.es.jwk();
  for (const std::string more : {R"("jku":"https://evil.example/jwks")",
                                 R"("jku":"")",
                                 R"("jku":null)",
                                 R"("jwk":null)",
                                 R"("x5u":"https://evil.example/c")",
                                 R"("x5c":["MIIB"])",
                                 R"("x5t":"AAAA")",
                                 R"("x5t#S256":"AAAA")",
                                 R"("crit":[])",
                                 R"("crit":["exp"])",
                                 R"("crit":["b64"],"b64":false)",
                                 R"("b64":false)",
                                 R"("b64":true)",
                                 R"("zip":"DEF")",
                                 R"("enc":"A128GCM")",
                                 R"("cty":"JWT")",
                                 R"("\u006aku":"https://evil.example")",
                                 R"("alg":"ES256")",
                                 R"("alg":"none")",
                                 R"("kid":"rs-1")",
                                 R"("kid":"es-1")",
                                 R"("\u006bid":"es-1")",
                                 R"("typ":"JWT")",
                                 R"("\u0061lg":"HS256")",
                                 R"("a":1,"a":1)",
                                 R"("a":{"b":1,"b":2})"}) {
    rows.emplace_back(header_with("," + more), Code::kHeader);
  }
  rows.emplace_back(header_with(R"(,"jwk":)" + jwk), Code::kHeader);
  rows.emplace_back(header_with(R"(,"deep":)" + deep(200)), Code::kHeader);
  rows.emplace_back(header_with(R"(,"deep":)" + deep(2'000)), Code::kHeader);
  for (const std::string typ : {R"("jwt")", R"("Jwt")", R"("at+jwt")", R"("application/jwt")",
                                R"("JWE")", R"("JOSE")", R"("")", R"("JWT ")", R"(["JWT"])", "null",
                                "1", R"("dpop+jwt")", R"("logout+jwt")", R"("JWT\u0000")"}) {
    rows.emplace_back(R"({"alg":"ES256","kid":"es-1","typ":)" + typ + '}', Code::kHeader);
  }
  for (const std::string& kid :
       {std::string(R"("")"), std::string("1"), std::string("null"), std::string(R"(["es-1"])"),
        std::string(R"({"es-1":1})"), std::string(R"("es 1")"), std::string(R"("es\u00001")"),
        std::string(R"("es\n1")"), std::string("\"\xc3\xa9\""), std::string(R"("'es-1'")"),
        '"' + std::string(129, 'k') + '"', '"' + std::string(4'000, 'k') + '"'}) {
    rows.emplace_back(R"({"alg":"ES256","typ":"JWT","kid":)" + kid + '}', Code::kHeader);
  }
  for (const std::string kid : {"es-2", "ES-1", "es-1.", "../../../dev/null", "/dev/null", "0",
                                "es-1;--", "rs-1/../es-1", "*", "%65s-1"}) {
    rows.emplace_back(R"({"alg":"ES256","kid":")" + kid + "\"}", Code::kUnknownKey);
  }
  rows.emplace_back(R"({"alg":"ES256","kid":")" + std::string(128, 'k') + "\"}", Code::kUnknownKey);
  rows.emplace_back(R"({"alg":"ES256","typ":"JWT"})", Code::kUnknownKey);
  return rows;
}

// Bytes that are no JSON object.
std::vector<std::string> no_objects() {
  const std::string right = header_with("");
  return {"",
          "{",
          "}",
          "{}{}",
          "[]",
          "null",
          "\"ES256\"",
          "1",
          right + " x",
          right + right,
          right.substr(0, right.size() - 1),
          '[' + right + ']',
          "\xef\xbb\xbf" + right,
          R"({"alg":"ES256","kid":"es-1",})",
          R"({'alg':'ES256','kid':'es-1'})",
          R"({alg:"ES256",kid:"es-1"})",
          R"({"alg":"ES256","kid":"es-1"}//)",
          R"({"alg":"ES256",/**/"kid":"es-1"})",
          "{\"alg\":\"ES256\",\"kid\":\"es-1\",\"a\":\"\xff\"}",
          R"({"alg":"ES256","kid":"es-1","a":"\ud800"})",
          R"({"alg":"ES256","kid":"es-1","a":"\udc00\ud800"})",
          R"({"alg":"ES256","kid":"es-1","a":01})",
          R"({"alg":"ES256","kid":"es-1","a":NaN})",
          R"({"alg":"ES256","kid":"es-1","a":Infinity})",
          std::string("{\"alg\":\"ES256\",\"kid\":\"es-1\"}\0", 29)};
}

}  // namespace

std::vector<Attack> header_attacks(const TokenWorld& world) {
  const std::string claims = Claims::of_a_person(world).json();
  std::vector<Attack> attacks;
  for (const auto& [header, code] : wrong_headers(world)) {
    attacks.push_back({header.substr(0, 200), world.es.token(header, claims), code});
  }
  for (const std::string& header : no_objects()) {
    attacks.push_back({header, world.es.token(header, claims), Code::kHeader});
  }
  return attacks;
}

}  // namespace nemo::identity
