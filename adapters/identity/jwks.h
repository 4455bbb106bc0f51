#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/signature_key.h"

namespace nemo::identity {

// Why a whole set is not taken.
struct JwksUnusable {
  std::string reason;
};

// The keys of a JWK set that we can use, and what was passed over, for the log.
struct JwkSet {
  static constexpr std::size_t kKeysMax = 64;

  std::vector<SignatureKey> keys;
  std::vector<std::string> notes;
};

// Reads a JWK set (RFC 7517): keys for ES256 (EC, P-256) and RS256 (RSA, SignatureKey's bounds)
// with a `kid`, of `use` "sig" and `key_ops` with "verify" where those are given, and of `alg`
// ES256 or RS256, which the kind of key implies where it is left out. A key that is none of these,
// or weak, is passed over with a note; a set without keys is one, since it revokes all. Throws
// JwksUnusable: for anything but one JSON object of that form, more than kKeysMax keys, two of one
// `kid`, and for a private key, which its owner has lost by publishing it. Thread rule: any thread.
JwkSet parse_jwks(std::string_view json);

}  // namespace nemo::identity
