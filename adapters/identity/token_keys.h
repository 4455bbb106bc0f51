#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/identity/signature_key.h"

namespace nemo::identity {

// Where the key of a token is found.
class TokenKeys {
 public:
  struct Found {
    std::optional<SignatureKey> key;
    bool away = false;  // there are no keys to look among yet; `key` is empty
  };

  virtual ~TokenKeys() = default;
  // The key that a header's `kid` names; without one, the key that has no name. From any thread.
  virtual Found find(const std::optional<std::string>& key_id) = 0;
};

// HS256 alone, where an issuer signs with a secret that it shares with us, and has no other keys. A
// nameless secret is every token's key, whatever `kid` says: it decides nothing here, since there
// is one key and it has one algorithm.
class SharedSecretKey : public TokenKeys {
 public:
  explicit SharedSecretKey(SignatureKey key) : key_(std::move(key)) {}
  Found find(const std::optional<std::string>& key_id) override {
    if (key_.key_id().empty() || key_id == key_.key_id()) return {key_};
    return {};
  }

 private:
  SignatureKey key_;
};

}  // namespace nemo::identity
