#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <string_view>

namespace nemo::identity {

// OpenSSL's objects with their owners, and its bytes.
template <auto free_it>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free_it(object);
  }
};

using PublicKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using EcdsaPair = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

inline const unsigned char* openssl_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

inline Number number_of(std::string_view big_endian) {
  return Number(BN_bin2bn(openssl_bytes(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

// What OpenSSL notes meanwhile is forgotten: left there, the thread's next TLS connection would
// take it for its own failure.
class ForgottenErrors {
 public:
  ForgottenErrors() { ERR_set_mark(); }
  ~ForgottenErrors() { ERR_pop_to_mark(); }
  ForgottenErrors(const ForgottenErrors&) = delete;
  ForgottenErrors& operator=(const ForgottenErrors&) = delete;
};

}  // namespace nemo::identity
