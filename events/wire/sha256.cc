#include "events/wire/sha256.h"

#include <openssl/evp.h>

#include "events/values/assert.h"

namespace nemo {
namespace {

// Found once: EVP_sha256() would be looked up, behind locks, at each beginning.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  return found;
}

}  // namespace

struct Sha256::Context {
  Context() { NEMO_ASSERT(evp != nullptr); }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void begin() { NEMO_ASSERT(EVP_DigestInit_ex(evp, algorithm(), nullptr) == 1); }

  EVP_MD_CTX* evp = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { context_->begin(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  NEMO_ASSERT(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish() {
  std::string digest(32, '\0');
  unsigned size = 0;
  auto* into = reinterpret_cast<unsigned char*>(digest.data());
  NEMO_ASSERT(EVP_DigestFinal_ex(context_->evp, into, &size) == 1 && size == 32);
  context_->begin();
  return digest;
}

std::string sha256_of(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return sha.finish();
}

std::string sha256_hex_of(std::string_view bytes) { return hex_of(sha256_of(bytes)); }

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

}  // namespace nemo
