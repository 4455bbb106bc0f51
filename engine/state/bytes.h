#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/values/assert.h"
#include "events/values/integer.h"

namespace nemo {

// The grammar every state record is written in. Frozen per rules version: digests are taken of it.
//   unsigned := LEB128, 7 bits a byte, least significant first
//   signed   := unsigned of the zigzag of the number
//   wide     := unsigned high 64 bits, unsigned low 64 bits (two's complement)
//   text     := unsigned length, bytes
//   flag     := unsigned 0 or 1
class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  void put_unsigned(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<char>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<char>(value));
  }
  void put_signed(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    put_unsigned(bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  void put_wide(Wide value) {
    const auto bits = static_cast<WideUnsigned>(value);
    put_unsigned(static_cast<std::uint64_t>(bits >> 64));
    put_unsigned(static_cast<std::uint64_t>(bits));
  }
  void put_text(std::string_view text) {
    put_unsigned(text.size());
    out_.append(text);
  }
  void put_flag(bool flag) { out_.push_back(flag ? 1 : 0); }

 private:
  std::string& out_;
};

// Reads what ByteWriter wrote. After a wrong byte every read gives 0 or "" and failed() is true.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t get_unsigned() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return fail();
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
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
    const auto high = static_cast<WideUnsigned>(get_unsigned());
    return static_cast<Wide>(high << 64 | get_unsigned());
  }
  // Points into the bytes given to the constructor.
  std::string_view get_text() {
    const std::uint64_t size = get_unsigned();
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  bool get_flag() { return get_unsigned() != 0; }

  bool failed() const { return failed_; }
  bool done() const { return rest_.empty() && !failed_; }

 private:
  std::uint64_t fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace nemo
