#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/identity/secret.h"

namespace nemo::identity {

enum class Algorithm : std::uint8_t { kEs256, kRs256, kHs256 };

// JWS's name of it: "ES256" and so on.
std::string_view name_of(Algorithm algorithm);

// Why a key is not taken.
struct KeyRefused {
  std::string reason;
};

// What a key is called: 1 to 128 printable ASCII characters, without spaces and quotes.
bool is_key_id(std::string_view text);

// A key to check signatures with, by the one algorithm it was made for (RFC 8725, 3.1). Copies
// share the key. Thread rule: any thread.
class SignatureKey {
 public:
  static constexpr int kRsaBitsMin = 2'048;
  static constexpr int kRsaBitsMax = 4'096;
  static constexpr std::size_t kSharedSecretMin = 32;

  // All throw KeyRefused. `key_id` is empty or is_key_id.
  // A point of P-256: 32 bytes each.
  static SignatureKey es256(std::string key_id, std::string_view x, std::string_view y);
  // Big-endian, no zero in front; an odd exponent of 65537 up to 32 bits.
  static SignatureKey rs256(std::string key_id, std::string_view modulus,
                            std::string_view exponent);
  static SignatureKey hs256(std::string key_id, Secret secret);

  Algorithm algorithm() const;
  const std::string& key_id() const;
  // `signature` is as JWS has it (for ES256 r and s, 32 bytes each), of exactly its length.
  bool verifies(std::string_view input, std::string_view signature) const;

 private:
  class Inside;
  explicit SignatureKey(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}

  std::shared_ptr<const Inside> inside_;
};

}  // namespace nemo::identity
