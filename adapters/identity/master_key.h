#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/secret.h"
#include "adapters/identity/secret_source.h"

namespace nemo::identity {

// A key that wraps other keys: 32 bytes, and the id by which what it wrapped names it: 16 hex
// digits of an HMAC under the key, which tell nothing of it.
struct MasterKey {
  static constexpr std::size_t kBytes = 32;

  Secret bytes;
  std::string id;
};

// The current master key, by which is wrapped from now on, and former ones, by which what they
// wrapped is still opened. Thread rule: any thread once made.
class MasterKeys {
 public:
  // One key a source (see read_secret), the current one first: 64 hex digits, or base64 or
  // base64url of 32 bytes (43 characters, 44 with padding). Throws SecretUnusable: also for no
  // source, the same key twice, and a key of one repeated byte.
  explicit MasterKeys(const std::vector<std::string>& sources);

  MasterKeys(MasterKeys&&) = default;
  MasterKeys(const MasterKeys&) = delete;

  const MasterKey& current() const { return keys_.front(); }
  // The current one first.
  const std::vector<MasterKey>& all() const { return keys_; }
  // Null if there is none of that id.
  const MasterKey* find(std::string_view id) const;

 private:
  std::vector<MasterKey> keys_;
};

}  // namespace nemo::identity
