#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/identity/jwt.h"
#include "tests/identity/signing.h"

namespace nemo::identity {

// An issuer with a key of each kind, and us who know them. Made once: RSA keys take their time.
struct TokenWorld {
  SigningKey es = SigningKey::es256("es-1");
  SigningKey rs = SigningKey::rs256("rs-1");
  SigningKey hs = SigningKey::hs256("hs-1", "a secret of the issuer's, and ours, of 32 bytes");
  KeyRing keys{{es.to_check_with(), rs.to_check_with(), hs.to_check_with()}};
  TokenRules rules{"https://auth.example/auth/v1", "authenticated"};
  TimeMs now{1'767'225'600'000};

  static TokenWorld& one() {
    static TokenWorld world;
    return world;
  }
  std::int64_t now_s() const { return now.value / 1'000; }
  Verdict verdict_of(const std::string& token) { return verify_token(token, keys, rules, now); }
};

// The members of a JSON object, each value as JSON.
class Claims {
 public:
  // Those of a person who signed in ten minutes ago for an hour.
  static Claims of_a_person(const TokenWorld& world);

  // Replaced in its place, else put at the end.
  Claims with(const std::string& name, const std::string& value) const;
  Claims without(const std::string& name) const;
  std::string json() const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

// A token that must be refused, with the code it must be refused for.
struct Attack {
  std::string name;
  std::string token;
  RefusalCode code;
};

std::vector<Attack> header_attacks(const TokenWorld& world);
std::vector<Attack> algorithm_attacks(const TokenWorld& world);
std::vector<Attack> form_attacks(const TokenWorld& world);
std::vector<Attack> claim_attacks(const TokenWorld& world);

}  // namespace nemo::identity
