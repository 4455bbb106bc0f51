#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "events/values/integer.h"
#include "events/values/time.h"

namespace nemo::wire {

// The primitives of the outcome codec's grammar.
//   unsigned := LEB128, 7 bits a byte, least significant first, at most 10 bytes
//   signed   := unsigned of the zigzag of the number
//   wide     := signed high 64 bits, 8 bytes low 64 bits (little-endian)
//   text     := unsigned length, bytes
inline constexpr std::size_t kNumberBytesMax = 10;

// Writes into a buffer that is large enough.
class OutcomePen {
 public:
  explicit OutcomePen(char* at) : at_(at) {}

  void put_byte(std::uint8_t byte) { *at_++ = static_cast<char>(byte); }
  void put_bytes(const void* bytes, std::size_t size) {
    std::memcpy(at_, bytes, size);
    at_ += size;
  }
  void put_unsigned(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) put_byte(static_cast<std::uint8_t>(value | 0x80));
    put_byte(static_cast<std::uint8_t>(value));
  }
  void put_signed(std::int64_t value) {
    put_unsigned(static_cast<std::uint64_t>(value) << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  void put_wide(Wide value) {
    put_signed(static_cast<std::int64_t>(value >> 64));
    auto low = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, low >>= 8) put_byte(static_cast<std::uint8_t>(low));
  }
  void put_text(std::string_view text) {
    put_unsigned(text.size());
    put_bytes(text.data(), text.size());
  }

  char* at() const { return at_; }

 private:
  char* at_;
};

// Reads what OutcomePen wrote. After a wrong byte every read gives 0 or "" and failed() is true.
class OutcomeEye {
 public:
  explicit OutcomeEye(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t get_byte() {
    if (rest_.empty()) return static_cast<std::uint8_t>(fail());
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  std::string_view get_bytes(std::size_t size) {
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::uint64_t get_unsigned() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      const std::uint8_t byte = get_byte();
      if (shift == 63 && byte > 1) return fail();
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::int64_t get_signed() {
    const std::uint64_t bits = get_unsigned();
    return static_cast<std::int64_t>(bits >> 1 ^ (~(bits & 1) + 1));
  }
  Wide get_wide() {
    const auto high = static_cast<WideUnsigned>(get_signed());
    std::uint64_t low = 0;
    for (int i = 0; i < 8; ++i) low |= static_cast<std::uint64_t>(get_byte()) << 8 * i;
    return static_cast<Wide>(high << 64 | low);
  }
  std::string_view get_text() { return get_bytes(get_unsigned()); }

  // The reader is of no use after this.
  std::uint64_t fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  void expect(bool right) {
    if (!right) fail();
  }

  bool failed() const { return failed_; }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace nemo::wire
