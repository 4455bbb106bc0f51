#pragma once

#include <string_view>

#include "adapters/identity/openssl_parts.h"

namespace nemo::identity {

// Public keys out of their numbers, checked; all throw KeyRefused. For SignatureKey alone.
PublicKey make_p256_key(std::string_view x, std::string_view y);
PublicKey make_rsa_key(std::string_view modulus, std::string_view exponent);

// SHA-256 with ECDSA (`signature` in DER), or with RSA's PKCS #1 v1.5.
bool verifies_sha256(EVP_PKEY* key, std::string_view input, std::string_view signature);

}  // namespace nemo::identity
