#include "adapters/stripe/cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <climits>
#include <memory>

#include "events/values/assert.h"

namespace nemo::stripe {
namespace {

template <auto free_it>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free_it(object);
  }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Derivation = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using DerivationContext = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* out(std::string& bytes, std::size_t at) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + at;
}

// OpenSSL counts in int.
int length_of(std::string_view bytes) {
  NEMO_ASSERT(bytes.size() <= INT_MAX);
  return static_cast<int>(bytes.size());
}

OSSL_PARAM octets(const char* name, std::string_view bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
}

}  // namespace

KeyBytes::~KeyBytes() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

std::string encrypted(const KeyBytes& key, std::string_view associated, std::string_view plain) {
  std::string bytes(kNonceBytes + plain.size() + kTagBytes, '\0');
  fill_randomly(out(bytes, 0), kNonceBytes);
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0;
  NEMO_ASSERT(context != nullptr);
  NEMO_ASSERT(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(),
                                 out(bytes, 0)) == 1);
  NEMO_ASSERT(
      EVP_EncryptUpdate(context.get(), nullptr, &size, in(associated), length_of(associated)) == 1);
  NEMO_ASSERT(EVP_EncryptUpdate(context.get(), out(bytes, kNonceBytes), &size, in(plain),
                                length_of(plain)) == 1);
  NEMO_ASSERT(EVP_EncryptFinal_ex(context.get(), out(bytes, kNonceBytes + plain.size()), &size) ==
              1);
  NEMO_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                  out(bytes, kNonceBytes + plain.size())) == 1);
  return bytes;
}

std::optional<std::string> decrypted(const KeyBytes& key, std::string_view associated,
                                     std::string_view bytes) {
  if (bytes.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = bytes.substr(0, kNonceBytes);
  const std::string_view hidden = bytes.substr(kNonceBytes, bytes.size() - kNonceBytes - kTagBytes);
  std::string tag(bytes.substr(bytes.size() - kTagBytes));
  std::string plain(hidden.size(), '\0');
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0;
  NEMO_ASSERT(context != nullptr);
  NEMO_ASSERT(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(),
                                 in(nonce)) == 1);
  NEMO_ASSERT(
      EVP_DecryptUpdate(context.get(), nullptr, &size, in(associated), length_of(associated)) == 1);
  NEMO_ASSERT(
      EVP_DecryptUpdate(context.get(), out(plain, 0), &size, in(hidden), length_of(hidden)) == 1);
  NEMO_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context.get(), out(plain, plain.size()), &size) != 1) {
    OPENSSL_cleanse(plain.data(), plain.size());
    return std::nullopt;
  }
  return plain;
}

void derive_key(std::string_view from, std::string_view label, KeyBytes& key) {
  const Derivation hkdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const DerivationContext context(EVP_KDF_CTX_new(hkdf.get()));
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                               octets(OSSL_KDF_PARAM_KEY, from), octets(OSSL_KDF_PARAM_INFO, label),
                               OSSL_PARAM_construct_end()};
  NEMO_ASSERT(context != nullptr);
  NEMO_ASSERT(EVP_KDF_derive(context.get(), key.bytes.data(), key.bytes.size(), params) == 1);
}

void fill_randomly(unsigned char* bytes, std::size_t size) {
  NEMO_ASSERT(RAND_bytes(bytes, static_cast<int>(size)) == 1);
}

}  // namespace nemo::stripe
