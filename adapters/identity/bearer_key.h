#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/secret_digest.h"
#include "adapters/identity/secret_source.h"

namespace nemo::identity {

// The keys that one of our own callers (the gateway, the books, an operator) shows as its bearer:
// any of several, so that the current and the previous one are good while the callers change over.
// Only their SHA-256 is kept. Thread rule: any thread once made.
class BearerKeys {
 public:
  static constexpr std::size_t kLeastCharacters = 32;

  // None: nobody is let in.
  BearerKeys() = default;
  // A key a source (see read_secret). Throws SecretUnusable: for a source that cannot be used, a
  // key that is shorter, one with anything but printable ASCII in it (spaces too), the same twice.
  BearerKeys(const std::vector<std::string>& sources, const std::string& name);

  // In a time that depends on the number of keys alone.
  bool accepts(std::string_view presented) const;
  bool empty() const { return digests_.empty(); }
  // Whether a key is one of the other's, too.
  bool shares_one_with(const BearerKeys& other) const;

 private:
  std::vector<SecretDigest> digests_;
};

}  // namespace nemo::identity
