#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <string_view>

namespace nemo::identity {

// Bytes that must not outlive their use: wiped when destroyed or moved from, never grown (so that
// no old copy stays in freed memory), copied by no accident, and printed by nothing. Who needs the
// bytes asks for them by name, and copies them nowhere. Thread rule: as a value; reading from any
// thread.
class Secret {
 public:
  Secret() = default;
  // So many zero bytes, to be filled in place.
  explicit Secret(std::size_t size);
  static Secret copy_of(std::string_view bytes);
  ~Secret();

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view revealed() const { return {bytes_.get(), size_}; }
  char* writable() { return bytes_.get(); }

  // Wipes what is behind the first `size` bytes, which are what is left.
  void shorten(std::size_t size);
  void wipe();

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t allocated_ = 0;
  std::size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

}  // namespace nemo::identity
