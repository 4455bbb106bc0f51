#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nemo::stripe {

// The bytes of a key, wiped when it goes. Thread rule: reading from any thread.
struct KeyBytes {
  static constexpr std::size_t kSize = 32;
  std::array<unsigned char, kSize> bytes{};

  KeyBytes() = default;
  ~KeyBytes();
  KeyBytes(const KeyBytes&) = delete;
  KeyBytes& operator=(const KeyBytes&) = delete;

  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), kSize}; }
};

inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// AES-256-GCM under a random nonce: NONCE CIPHERTEXT TAG. `associated` is not in it, and is needed
// to decrypt. A key is good for 2^32 times.
std::string encrypted(const KeyBytes& key, std::string_view associated, std::string_view plain);

// Nothing: a bit of them, the key or `associated` is another.
std::optional<std::string> decrypted(const KeyBytes& key, std::string_view associated,
                                     std::string_view bytes);

// A key for one purpose from another (HKDF by SHA-256); the label is the purpose.
void derive_key(std::string_view from, std::string_view label, KeyBytes& key);

void fill_randomly(unsigned char* bytes, std::size_t size);

}  // namespace nemo::stripe
