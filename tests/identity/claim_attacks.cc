#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using Code = RefusalCode;

struct Row {
  const char* name;
  std::string value;
  Code code;
};

std::vector<Row> wrong_values(const TokenWorld& world) {
  const std::string later = std::to_string(world.now_s() + 6);
  std::vector<Row> rows = {
      {"iss", R"("https://auth.example/auth/v1/")", Code::kIssuer},
      {"iss", R"("https://auth.example/auth")", Code::kIssuer},
      {"iss", R"("http://auth.example/auth/v1")", Code::kIssuer},
      {"iss", R"("HTTPS://AUTH.EXAMPLE/auth/v1")", Code::kIssuer},
      {"iss", R"("https://evil.example/https://auth.example/auth/v1")", Code::kIssuer},
      {"iss", R"("https://auth.example/auth/v1\u0000")", Code::kIssuer},
      {"iss", R"("")", Code::kIssuer},
      {"iss", "null", Code::kIssuer},
      {"iss", "1", Code::kIssuer},
      {"iss", R"(["https://auth.example/auth/v1"])", Code::kIssuer},
      {"iss", R"({"https://auth.example/auth/v1":1})", Code::kIssuer},
      {"iss", R"("supabase")", Code::kNotAPerson},
      {"aud", R"("other")", Code::kAudience},
      {"aud", R"("Authenticated")", Code::kAudience},
      {"aud", R"("authenticated ")", Code::kAudience},
      {"aud", R"("authenticated,other")", Code::kAudience},
      {"aud", R"("")", Code::kAudience},
      {"aud", "null", Code::kAudience},
      {"aud", "[]", Code::kAudience},
      {"aud", R"(["other"])", Code::kAudience},
      {"aud", R"([["authenticated"]])", Code::kClaims},
      {"aud", R"(["authenticated",1])", Code::kClaims},
      {"aud", R"([null,"authenticated"])", Code::kClaims},
      {"aud", R"({"authenticated":true})", Code::kAudience},
      {"aud", "true", Code::kAudience},
      {"sub", R"("")", Code::kSubject},
      {"sub", "null", Code::kSubject},
      {"sub", "7", Code::kSubject},
      {"sub", R"(["a"])", Code::kSubject},
      {"sub", R"("two words")", Code::kSubject},
      {"sub", R"("a\u0000b")", Code::kSubject},
      {"sub", R"("a/../b")", Code::kSubject},
      {"sub", "\"\xc3\xa9\"", Code::kSubject},
      {"sub", '"' + std::string(65, 's') + '"', Code::kSubject},
      {"role", R"("anon")", Code::kNotAPerson},
      {"role", R"("service_role")", Code::kNotAPerson},
      {"role", R"("service\u005frole")", Code::kNotAPerson},
      {"role", R"(["service_role"])", Code::kClaims},
      {"role", "null", Code::kClaims},
      {"is_anonymous", "true", Code::kNotAPerson},
      {"is_anonymous", R"("true")", Code::kClaims},
      {"is_anonymous", R"("false")", Code::kClaims},
      {"is_anonymous", "1", Code::kClaims},
      {"is_anonymous", "null", Code::kClaims},
      {"email", "1", Code::kClaims},
      {"email", R"(["ada@example.com"])", Code::kClaims},
      {"email", R"("ada@example.com\nBcc: eve")", Code::kClaims},
      {"email", R"("ada\u007f")", Code::kClaims},
      {"email", '"' + std::string(321, 'e') + '"', Code::kClaims},
      {"session_id", "7", Code::kClaims},
      {"session_id", R"("\u0000")", Code::kClaims},
      {"nbf", later, Code::kNotYet},
      {"iat", later, Code::kNotYet},
      {"nbf", later + ".001", Code::kNotYet},
      {"nbf", "253402300799", Code::kNotYet},
      {"exp", "0", Code::kExpired},
      {"exp", "1", Code::kExpired},
      {"exp", "0.5", Code::kExpired},
      {"exp", std::to_string(world.now_s() - 5), Code::kExpired},
  };
  // Times that are none: other kinds, signs, exponents, too many digits, milliseconds.
  const std::string ms = std::to_string(world.now.value + 3'000'000);
  for (const std::string& time : {std::string("null"),
                                  std::string("true"),
                                  std::string("[]"),
                                  std::string("{}"),
                                  std::string(R"("")"),
                                  '"' + std::to_string(world.now_s()) + '"',
                                  std::string("-1"),
                                  std::string("-0"),
                                  std::string("-1e9"),
                                  std::string("1e9"),
                                  std::string("1E10"),
                                  std::string("1e300"),
                                  std::string("2e9"),
                                  std::string("1e-400"),
                                  ms,
                                  std::string("9223372036854775807"),
                                  std::string("9223372036854775808"),
                                  std::string("18446744073709551616"),
                                  std::string("1") + std::string(400, '0'),
                                  std::string("253402300800"),
                                  std::string("1800000000.0000000001"),
                                  std::string("1.8e9"),
                                  std::string(R"("2099-01-01T00:00:00Z")")}) {
    for (const char* name : {"exp", "nbf", "iat"}) rows.push_back({name, time, Code::kClaims});
  }
  return rows;
}

// Whole claims that are no object of unique names.
std::vector<std::string> no_claims(const std::string& right) {
  const std::string body = right.substr(1);
  std::vector<std::string> rows = {"",
                                   "{",
                                   "[]",
                                   "null",
                                   "\"x\"",
                                   "1",
                                   right + right,
                                   right + "x",
                                   '[' + right + ']',
                                   "\xef\xbb\xbf" + right,
                                   right.substr(0, right.size() - 1) + ",}",
                                   std::string(1, '\0') + right};
  for (const std::string twice :
       {R"("sub":"eve",)", R"("s\u0075b":"eve",)", R"("exp":1,)", R"("aud":"other",)",
        R"("iss":"x",)", R"("role":"authenticated",)", R"("x":1,"x":1,)", R"("":0,"":0,)",
        R"("m":{"a":1,"a":1},)", R"("m":[{"a":1,"\u0061":1}],)", R"("x":1e999999999999,)",
        R"("x":.5,)", R"("x":+1,)", R"("x":0x10,)", R"("x":"\x",)", R"("x":"\ud83d",)"}) {
    rows.push_back('{' + twice + body);
  }
  for (const std::size_t levels : {17U, 100U, 2'500U}) {
    rows.push_back(R"({"m":)" + std::string(levels, '[') + std::string(levels, ']') + ',' + body);
  }
  std::string many;
  for (int i = 0; i < 150; ++i) many += "\"m" + std::to_string(i) + "\":0,";
  rows.push_back('{' + many + body);
  return rows;
}

}  // namespace

std::vector<Attack> claim_attacks(const TokenWorld& world) {
  const Claims right = Claims::of_a_person(world);
  std::vector<Attack> attacks;
  for (const Row& row : wrong_values(world)) {
    attacks.push_back({std::string(row.name) + " is " + row.value.substr(0, 60),
                       world.es.token(right.with(row.name, row.value).json()), row.code});
  }
  for (const auto& [name, code] : {std::pair{"iss", Code::kIssuer},
                                   {"aud", Code::kAudience},
                                   {"exp", Code::kClaims},
                                   {"sub", Code::kSubject}}) {
    attacks.push_back(
        {std::string("no ") + name, world.es.token(right.without(name).json()), code});
  }
  for (const std::string& claims : no_claims(right.json())) {
    attacks.push_back({claims.substr(0, 60), world.es.token(claims), Code::kClaims});
  }
  // Supabase's own keys, which its old secret signs: for the project, not for a person.
  for (const char* role : {"anon", "service_role"}) {
    const std::string claims =
        std::string(R"({"iss":"supabase","ref":"abcdefghijklmnopqrst","role":")") + role +
        R"(","iat":1700000000,"exp":2015575000})";
    attacks.push_back({role, world.hs.token(claims), Code::kNotAPerson});
    attacks.push_back({role,
                       world.es.token(right.with("role", '"' + std::string(role) + '"').json()),
                       Code::kNotAPerson});
  }
  return attacks;
}

}  // namespace nemo::identity
