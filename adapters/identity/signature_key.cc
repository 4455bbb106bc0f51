#include "adapters/identity/signature_key.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/identity/public_key.h"
#include "adapters/identity/secret_digest.h"
#include "events/values/assert.h"

namespace nemo::identity {
namespace {

constexpr std::size_t kHalf = 32;  // of an ES256 signature: r, and s

bool is_key_id_character(char c) { return c > ' ' && c <= '~' && c != '"' && c != '\''; }

// OpenSSL asks for DER. Nothing for a zero, which is no part of a signature.
std::optional<std::string> der_of(std::string_view signature) {
  Number r = number_of(signature.substr(0, kHalf));
  Number s = number_of(signature.substr(kHalf));
  if (BN_is_zero(r.get()) || BN_is_zero(s.get())) return std::nullopt;
  const EcdsaPair pair(ECDSA_SIG_new());
  NEMO_ASSERT(pair != nullptr && ECDSA_SIG_set0(pair.get(), r.release(), s.release()) == 1);
  std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  NEMO_ASSERT(i2d_ECDSA_SIG(pair.get(), &out) == static_cast<int>(der.size()));
  return der;
}

bool verifies_es256(EVP_PKEY* key, std::string_view input, std::string_view signature) {
  if (signature.size() != 2 * kHalf) return false;
  const auto der = der_of(signature);
  return der && verifies_sha256(key, input, *der);
}

bool verifies_rs256(EVP_PKEY* key, std::string_view input, std::string_view signature) {
  return signature.size() == static_cast<std::size_t>(EVP_PKEY_get_size(key)) &&
         verifies_sha256(key, input, signature);
}

bool verifies_hs256(std::string_view key, std::string_view input, std::string_view signature) {
  SecretDigest given;
  if (signature.size() != given.bytes.size()) return false;
  std::copy(signature.begin(), signature.end(), given.bytes.begin());
  return same_secret(hmac_sha256_of(key, input), given);
}

}  // namespace

class SignatureKey::Inside {
 public:
  Algorithm algorithm;
  std::string key_id;
  PublicKey public_key = {};
  Secret secret = {};
};

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::kEs256:
      return "ES256";
    case Algorithm::kRs256:
      return "RS256";
    case Algorithm::kHs256:
      return "HS256";
  }
  NEMO_ASSERT(false);
  return {};
}

bool is_key_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), is_key_id_character);
}

SignatureKey SignatureKey::es256(std::string key_id, std::string_view x, std::string_view y) {
  return SignatureKey(std::make_shared<const Inside>(
      Inside{Algorithm::kEs256, std::move(key_id), make_p256_key(x, y)}));
}

SignatureKey SignatureKey::rs256(std::string key_id, std::string_view modulus,
                                 std::string_view exponent) {
  return SignatureKey(std::make_shared<const Inside>(
      Inside{Algorithm::kRs256, std::move(key_id), make_rsa_key(modulus, exponent)}));
}

SignatureKey SignatureKey::hs256(std::string key_id, Secret secret) {
  if (secret.size() < kSharedSecretMin) {
    throw KeyRefused{"a shared secret of less than " + std::to_string(kSharedSecretMin) + " bytes"};
  }
  return SignatureKey(std::make_shared<const Inside>(
      Inside{Algorithm::kHs256, std::move(key_id), nullptr, std::move(secret)}));
}

Algorithm SignatureKey::algorithm() const { return inside_->algorithm; }
const std::string& SignatureKey::key_id() const { return inside_->key_id; }

bool SignatureKey::verifies(std::string_view input, std::string_view signature) const {
  switch (inside_->algorithm) {
    case Algorithm::kEs256:
      return verifies_es256(inside_->public_key.get(), input, signature);
    case Algorithm::kRs256:
      return verifies_rs256(inside_->public_key.get(), input, signature);
    case Algorithm::kHs256:
      return verifies_hs256(inside_->secret.revealed(), input, signature);
  }
  NEMO_ASSERT(false);
  return false;
}

}  // namespace nemo::identity
