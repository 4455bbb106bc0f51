#include "tests/identity/token_world.h"

namespace nemo::identity {
namespace {

using Code = RefusalCode;
using Attacks = std::vector<Attack>;

void add_other_names(const TokenWorld& world, const std::string& claims, Attacks& attacks) {
  for (const std::string alg : {R"("none")",
                                R"("None")",
                                R"("NONE")",
                                R"("nOnE")",
                                R"("none ")",
                                R"(" none")",
                                R"("none\u0000")",
                                R"("n\u006fne")",
                                R"("")",
                                "null",
                                "0",
                                "false",
                                "[]",
                                "{}",
                                R"(["none"])",
                                R"(["ES256"])",
                                R"("HS384")",
                                R"("HS512")",
                                R"("RS384")",
                                R"("RS512")",
                                R"("PS256")",
                                R"("PS384")",
                                R"("PS512")",
                                R"("ES384")",
                                R"("ES512")",
                                R"("ES256K")",
                                R"("EdDSA")",
                                R"("es256")",
                                R"("Es256")",
                                R"("ES256 ")",
                                R"("ES-256")",
                                R"("SHA256")",
                                R"("ES256\u0000")",
                                R"("dir")",
                                R"("RSA-OAEP")",
                                R"("RSA1_5")",
                                R"("A128KW")"}) {
    const std::string header = R"({"typ":"JWT","kid":"es-1","alg":)" + alg + '}';
    attacks.push_back({"alg " + alg, world.es.token(header, claims), Code::kAlgorithm});
    attacks.push_back(
        {"unsigned, alg " + alg, signing_input(header, claims) + '.', Code::kAlgorithm});
  }
  attacks.push_back(
      {"no alg", world.es.token(R"({"typ":"JWT","kid":"es-1"})", claims), Code::kAlgorithm});
}

void add_public_secrets(const TokenWorld& world, const std::string& claims, Attacks& attacks) {
  // What is public is no secret: PEM, JWK and their bare numbers as the key of an HMAC.
  const std::string pem = world.rs.pem();
  for (const std::string& secret : {pem, pem.substr(0, pem.size() - 1), world.rs.jwk(),
                                    world.es.pem(), world.es.jwk(), std::string()}) {
    for (const char* kid : {"rs-1", "es-1"}) {
      const std::string header = std::string(R"({"alg":"HS256","kid":")") + kid + "\"}";
      attacks.push_back({"public key as secret, kid " + std::string(kid),
                         SigningKey::hs256("", secret).token(header, claims), Code::kAlgorithm});
    }
  }
}

void add_exchanged_keys(const TokenWorld& world, const std::string& claims, Attacks& attacks) {
  const SigningKey* keys[] = {&world.es, &world.rs, &world.hs};
  for (const SigningKey* signer : keys) {
    for (const SigningKey* named : keys) {
      if (signer == named) continue;
      const std::string kid = R"(","kid":")" + named->key_id() + "\"}";
      const std::string alg = signer == &world.es   ? "ES256"
                              : signer == &world.rs ? "RS256"
                                                    : "HS256";
      attacks.push_back({alg + " for " + named->key_id(),
                         signer->token(R"({"alg":")" + alg + kid, claims), Code::kAlgorithm});
      attacks.push_back({"signed by another than " + named->key_id(),
                         signer->token(named->header(), claims), Code::kSignature});
    }
  }
  attacks.push_back({"HS256 without a kid",
                     world.hs.token(R"({"alg":"HS256","typ":"JWT"})", claims), Code::kUnknownKey});
}

}  // namespace

Attacks algorithm_attacks(const TokenWorld& world) {
  const std::string claims = Claims::of_a_person(world).json();
  Attacks attacks;
  add_other_names(world, claims, attacks);
  add_public_secrets(world, claims, attacks);
  add_exchanged_keys(world, claims, attacks);
  return attacks;
}

}  // namespace nemo::identity
