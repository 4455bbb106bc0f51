#include "tests/identity/signing.h"

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include "adapters/identity/base64url.h"
#include "adapters/identity/openssl_parts.h"
#include "adapters/identity/secret_digest.h"
#include "events/values/assert.h"

namespace nemo::identity {
namespace {

using Memory = std::unique_ptr<BIO, Freed<BIO_free_all>>;

std::string bytes_of(const BIGNUM* number, std::size_t size) {
  std::string bytes(size == 0 ? static_cast<std::size_t>(BN_num_bytes(number)) : size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  return bytes;
}

std::string r_and_s(std::string_view der) {
  const unsigned char* in = openssl_bytes(der);
  const EcdsaPair pair(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())));
  NEMO_ASSERT(pair != nullptr);
  return bytes_of(ECDSA_SIG_get0_r(pair.get()), 32) + bytes_of(ECDSA_SIG_get0_s(pair.get()), 32);
}

std::string sign_sha256(EVP_PKEY* key, std::string_view input) {
  const DigestContext context(EVP_MD_CTX_new());
  std::size_t size = 0;
  const unsigned char* in = openssl_bytes(input);
  NEMO_ASSERT(
      EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key, nullptr) == 1);
  NEMO_ASSERT(EVP_DigestSign(context.get(), nullptr, &size, in, input.size()) == 1);
  std::string signature(size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  NEMO_ASSERT(EVP_DigestSign(context.get(), out, &size, in, input.size()) == 1);
  signature.resize(size);
  return signature;
}

}  // namespace

class SigningKey::Inside {
 public:
  explicit Inside(EVP_PKEY* made) : key(made) { NEMO_ASSERT(made != nullptr); }
  PublicKey key;
};

SigningKey SigningKey::es256(const std::string& key_id) {
  SigningKey made;
  made.algorithm_ = Algorithm::kEs256;
  made.key_id_ = key_id;
  made.inside_ = std::make_shared<const Inside>(EVP_EC_gen("P-256"));
  return made;
}

SigningKey SigningKey::rs256(const std::string& key_id, unsigned bits) {
  SigningKey made;
  made.algorithm_ = Algorithm::kRs256;
  made.key_id_ = key_id;
  made.inside_ = std::make_shared<const Inside>(EVP_RSA_gen(bits));
  return made;
}

SigningKey SigningKey::hs256(const std::string& key_id, const std::string& secret) {
  SigningKey made;
  made.key_id_ = key_id;
  made.secret_ = secret;
  return made;
}

std::string SigningKey::sign(std::string_view input) const {
  switch (algorithm_) {
    case Algorithm::kEs256:
      return r_and_s(sign_sha256(inside_->key.get(), input));
    case Algorithm::kRs256:
      return sign_sha256(inside_->key.get(), input);
    case Algorithm::kHs256:
      return std::string(hmac_sha256_of(secret_, input).view());
  }
  return {};
}

std::string SigningKey::header() const {
  std::string header = R"({"alg":")" + std::string(name_of(algorithm_)) + R"(","typ":"JWT")";
  if (!key_id_.empty()) header += R"(,"kid":")" + key_id_ + '"';
  return header + '}';
}

std::string SigningKey::token(std::string_view header, std::string_view claims) const {
  const std::string input = signing_input(header, claims);
  return input + '.' + to_base64url(sign(input));
}

std::string SigningKey::number(const char* name, std::size_t size) const {
  BIGNUM* value = nullptr;
  NEMO_ASSERT(EVP_PKEY_get_bn_param(inside_->key.get(), name, &value) == 1);
  const Number owned(value);
  return bytes_of(value, size);
}

std::string SigningKey::jwk(const std::string& more) const {
  const std::string end = R"(","kid":")" + key_id_ + '"' + more + '}';
  if (algorithm_ == Algorithm::kEs256) {
    return R"({"kty":"EC","crv":"P-256","x":")" +
           to_base64url(number(OSSL_PKEY_PARAM_EC_PUB_X, 32)) + R"(","y":")" +
           to_base64url(number(OSSL_PKEY_PARAM_EC_PUB_Y, 32)) + end;
  }
  if (algorithm_ == Algorithm::kHs256) return R"({"kty":"oct","k":")" + to_base64url(secret_) + end;
  return R"({"kty":"RSA","n":")" + to_base64url(number(OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
         to_base64url(number(OSSL_PKEY_PARAM_RSA_E)) + end;
}

std::string SigningKey::pem() const {
  const Memory memory(BIO_new(BIO_s_mem()));
  NEMO_ASSERT(PEM_write_bio_PUBKEY(memory.get(), inside_->key.get()) == 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

SignatureKey SigningKey::to_check_with() const {
  switch (algorithm_) {
    case Algorithm::kEs256:
      return SignatureKey::es256(key_id_, number(OSSL_PKEY_PARAM_EC_PUB_X, 32),
                                 number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    case Algorithm::kRs256:
      return SignatureKey::rs256(key_id_, number(OSSL_PKEY_PARAM_RSA_N),
                                 number(OSSL_PKEY_PARAM_RSA_E));
    case Algorithm::kHs256:
      break;
  }
  return SignatureKey::hs256(key_id_, Secret::copy_of(secret_));
}

TokenKeys::Found KeyRing::find(const std::optional<std::string>& key_id) {
  for (const SignatureKey& key : keys_) {
    if (key.key_id() == key_id.value_or("")) return {key};
  }
  return {};
}

std::string signing_input(std::string_view header, std::string_view claims) {
  return to_base64url(header) + '.' + to_base64url(claims);
}

std::string jwk_set(const std::vector<std::string>& jwks) {
  std::string keys;
  for (const std::string& jwk : jwks) keys += (keys.empty() ? "" : ",") + jwk;
  return R"({"keys":[)" + keys + "]}";
}

}  // namespace nemo::identity
