#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nemo::identity {

// The SHA-256 of a secret: what is stored of it and compared in its place. It has no operator==:
// that would stop at the first byte that differs.
struct SecretDigest {
  std::array<std::uint8_t, 32> bytes{};

  // For KeyCreated::key_sha256.
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

SecretDigest sha256_of(std::string_view secret);
SecretDigest hmac_sha256_of(std::string_view key, std::string_view text);

// In a time that depends on neither. Thread rule: any thread, as the above.
bool same_secret(const SecretDigest& a, const SecretDigest& b);

}  // namespace nemo::identity
