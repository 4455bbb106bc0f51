#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nemo {

// SHA-256 of bytes that come in pieces. Thread rule: one thread an object.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  // The digest, 32 bytes, of everything added; begins anew.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256_of(std::string_view bytes);
// The same as 64 digits of lower-case hex.
std::string sha256_hex_of(std::string_view bytes);
// Two digits of lower-case hex a byte.
std::string hex_of(std::string_view bytes);

}  // namespace nemo
