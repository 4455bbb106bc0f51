#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/signature_key.h"
#include "adapters/identity/token_keys.h"

namespace nemo::identity {

// A key of an issuer, as a test plays it: made anew by OpenSSL, or a secret.
class SigningKey {
 public:
  static SigningKey es256(const std::string& key_id);
  static SigningKey rs256(const std::string& key_id, unsigned bits = 2'048);
  static SigningKey hs256(const std::string& key_id, const std::string& secret);

  const std::string& key_id() const { return key_id_; }
  // What JWS appends: for ES256 r and s.
  std::string sign(std::string_view input) const;
  // A whole token of these two parts.
  std::string token(std::string_view header, std::string_view claims) const;
  // {"alg":...,"typ":"JWT","kid":...}
  std::string header() const;
  std::string token(std::string_view claims) const { return token(header(), claims); }

  // The public key's members, {"kty":...}, with `more` (",name:value...") at the end.
  std::string jwk(const std::string& more = {}) const;
  // The public key as PEM, an attacker's favourite HMAC secret.
  std::string pem() const;
  SignatureKey to_check_with() const;

 private:
  class Inside;
  std::string number(const char* name, std::size_t size = 0) const;

  Algorithm algorithm_ = Algorithm::kHs256;
  std::string key_id_;
  std::string secret_;
  std::shared_ptr<const Inside> inside_;
};

// Keys that are all there.
class KeyRing : public TokenKeys {
 public:
  explicit KeyRing(std::vector<SignatureKey> keys) : keys_(std::move(keys)) {}
  Found find(const std::optional<std::string>& key_id) override;

 private:
  std::vector<SignatureKey> keys_;
};

// Base64url of both, with a point between: what is signed.
std::string signing_input(std::string_view header, std::string_view claims);
// {"keys":[...]}
std::string jwk_set(const std::vector<std::string>& jwks);

}  // namespace nemo::identity
