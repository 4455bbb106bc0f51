#include "adapters/identity/secret.h"

#include <openssl/crypto.h>

#include <cstring>
#include <utility>

#include "events/values/assert.h"

namespace nemo::identity {

Secret::Secret(std::size_t size)
    : bytes_(std::make_unique<char[]>(size)), allocated_(size), size_(size) {}

Secret Secret::copy_of(std::string_view bytes) {
  Secret secret(bytes.size());
  if (!bytes.empty()) std::memcpy(secret.writable(), bytes.data(), bytes.size());
  return secret;
}

Secret::~Secret() { wipe(); }

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)),
      allocated_(std::exchange(other.allocated_, 0)),
      size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  bytes_ = std::move(other.bytes_);
  allocated_ = std::exchange(other.allocated_, 0);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

void Secret::shorten(std::size_t size) {
  NEMO_ASSERT(size <= size_);
  if (size < size_) OPENSSL_cleanse(bytes_.get() + size, size_ - size);
  size_ = size;
}

void Secret::wipe() {
  if (allocated_ > 0) OPENSSL_cleanse(bytes_.get(), allocated_);
  bytes_.reset();
  allocated_ = 0;
  size_ = 0;
}

}  // namespace nemo::identity
