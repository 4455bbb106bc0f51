#include "adapters/identity/secret_digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

#include "events/values/assert.h"

namespace nemo::identity {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Fetched once: a fetch a call would cost more than the hash.
const EVP_MD* sha256() {
  static EVP_MD* const kFetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  NEMO_ASSERT(kFetched != nullptr);
  return kFetched;
}

EVP_MAC* hmac() {
  static EVP_MAC* const kFetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  NEMO_ASSERT(kFetched != nullptr);
  return kFetched;
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

}  // namespace

SecretDigest sha256_of(std::string_view secret) {
  SecretDigest digest;
  unsigned size = 0;
  NEMO_ASSERT(
      EVP_Digest(secret.data(), secret.size(), digest.bytes.data(), &size, sha256(), nullptr) == 1);
  NEMO_ASSERT(size == digest.bytes.size());
  return digest;
}

SecretDigest hmac_sha256_of(std::string_view key, std::string_view text) {
  const std::unique_ptr<EVP_MAC_CTX, FreeMac> context(EVP_MAC_CTX_new(hmac()));
  char name[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
  SecretDigest digest;
  std::size_t size = 0;
  NEMO_ASSERT(context != nullptr);
  NEMO_ASSERT(EVP_MAC_init(context.get(), bytes_of(key), key.size(), params) == 1);
  NEMO_ASSERT(EVP_MAC_update(context.get(), bytes_of(text), text.size()) == 1);
  NEMO_ASSERT(EVP_MAC_final(context.get(), digest.bytes.data(), &size, digest.bytes.size()) == 1);
  NEMO_ASSERT(size == digest.bytes.size());
  return digest;
}

bool same_secret(const SecretDigest& a, const SecretDigest& b) {
  return CRYPTO_memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0;
}

}  // namespace nemo::identity
