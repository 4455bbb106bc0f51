#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/common.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <string_view>

#include "events/catalog/unreadable.h"
#include "events/wire/message_fields.h"

namespace nemo::wire {

// Reads any record of the catalogue from its bytes, strictly: an unknown or doubled field, a wrong
// wire type, an unknown enum number or a text that is not UTF-8 is a reason to stop. Order is free,
// and a list of numbers may be packed or not, as Protobuf has it.
class ProtobufReader {
 public:
  using Reason = UnreadableReason;
  using Wire = google::protobuf::internal::WireFormatLite;

  // Requires at most 2^31 - 1 bytes, which outlive the reader.
  explicit ProtobufReader(std::string_view bytes)
      : in_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {
    in_.PushLimit(static_cast<int>(bytes.size()));
  }

  // The next field's tag; false at the end of the message. Tag 0 is one that cannot be read.
  bool next_tag(std::uint32_t& tag) {
    if (in_.BytesUntilLimit() <= 0) return false;
    tag = in_.ReadTagNoLastTag();
    return true;
  }

  bool skip(std::uint32_t tag) { return tag != 0 && Wire::SkipField(&in_, tag); }

  template <Message Record>
  Reason read_message(Record& record) {
    std::uint32_t seen = 0;
    std::uint32_t tag = 0;
    while (next_tag(tag)) {
      const Reason reason = read_field(record, tag, seen);
      if (reason != Reason::kNone) return reason;
    }
    return Reason::kNone;
  }

  // The bytes of a block, where they lie.
  Reason read(std::string_view& bytes, std::uint32_t tag) {
    if (!is_block(tag)) return Reason::kWrongType;
    int size = 0;
    if (!read_size(size)) return Reason::kWrongProtobuf;
    const void* at = nullptr;
    int left = 0;
    if (size > 0) in_.GetDirectBufferPointerInline(&at, &left);
    bytes = {static_cast<const char*>(at), static_cast<std::size_t>(size)};
    in_.Skip(size);
    return Reason::kNone;
  }

  template <Texts T>
  Reason read(T& text, std::uint32_t tag) {
    std::string_view bytes;
    const Reason reason = read(bytes, tag);
    if (reason != Reason::kNone) return reason;
    if (!std::is_same_v<T, Bytes> && !is_utf8(bytes)) return Reason::kWrongProtobuf;
    text.value.assign(bytes);
    return Reason::kNone;
  }

  template <Number T>
  Reason read(T& value, std::uint32_t tag) {
    if (!is_varint(tag)) return Reason::kWrongType;
    std::uint64_t bits = 0;
    if (!in_.ReadVarint64(&bits)) return Reason::kWrongProtobuf;
    value = T{static_cast<std::int64_t>(bits)};
    if constexpr (std::is_same_v<T, TimeMs>) {
      if (value < kFirstTime || value > kLastTime) return Reason::kWrongTime;
    }
    return Reason::kNone;
  }

  template <Number T>
  Reason read(std::optional<T>& value, std::uint32_t tag) {
    return read(value.emplace(), tag);
  }

  template <Enumeration T>
  Reason read(T& value, std::uint32_t tag) {
    if (!is_varint(tag)) return Reason::kWrongType;
    std::uint64_t number = 0;
    if (!in_.ReadVarint64(&number)) return Reason::kWrongProtobuf;
    if (!is_enum_number<T>(number)) return Reason::kUnknownEnumValue;
    value = static_cast<T>(number);
    return Reason::kNone;
  }

  template <Message T>
  Reason read(T& record, std::uint32_t tag) {
    if (!is_block(tag)) return Reason::kWrongType;
    int outer = 0;
    if (!enter_block(outer)) return Reason::kWrongProtobuf;
    const Reason reason = read_message(record);
    in_.PopLimit(outer);
    return reason;
  }

  template <Message T>
  Reason read(std::optional<T>& record, std::uint32_t tag) {
    return read(record.emplace(), tag);
  }

  template <class T>
  Reason read(std::vector<T>& list, std::uint32_t tag) {
    if constexpr (Number<T>) {
      if (is_block(tag)) return read_packed(list);
    }
    return read(list.emplace_back(), tag);
  }

 private:
  static bool is_block(std::uint32_t tag) {
    return Wire::GetTagWireType(tag) == Wire::WIRETYPE_LENGTH_DELIMITED;
  }
  static bool is_varint(std::uint32_t tag) {
    return Wire::GetTagWireType(tag) == Wire::WIRETYPE_VARINT;
  }

  static bool is_utf8(std::string_view text) {
    return google::protobuf::internal::IsStructurallyValidUTF8(text.data(),
                                                               static_cast<int>(text.size()));
  }

  template <class T>
  static constexpr bool is_list(const std::vector<T>&) {
    return true;
  }
  template <class T>
  static constexpr bool is_list(const T&) {
    return false;
  }

  template <Message Record>
  Reason read_field(Record& record, std::uint32_t tag, std::uint32_t& seen) {
    const int wanted = Wire::GetTagFieldNumber(tag);
    Reason reason = wanted == 0 ? Reason::kWrongProtobuf : Reason::kUnknownField;
    visit_fields(record, [&](Field, int number, auto& member) {
      if (number != wanted) return;
      const std::uint32_t bit = std::uint32_t{1} << number;
      const bool doubled = (seen & bit) != 0 && !is_list(member);
      seen |= bit;
      reason = doubled ? Reason::kDoubledField : read(member, tag);
    });
    return reason;
  }

  bool read_size(int& size) {
    std::uint32_t given = 0;
    if (!in_.ReadVarint32(&given)) return false;
    if (given > static_cast<std::uint32_t>(in_.BytesUntilLimit())) return false;
    size = static_cast<int>(given);
    return true;
  }
  bool enter_block(int& outer) {
    int size = 0;
    if (!read_size(size)) return false;
    outer = in_.PushLimit(size);
    return true;
  }

  Reason read_packed(std::vector<std::int64_t>& list) {
    int outer = 0;
    if (!enter_block(outer)) return Reason::kWrongProtobuf;
    while (in_.BytesUntilLimit() > 0) {
      std::uint64_t bits = 0;
      if (!in_.ReadVarint64(&bits)) return Reason::kWrongProtobuf;
      list.push_back(static_cast<std::int64_t>(bits));
    }
    in_.PopLimit(outer);
    return Reason::kNone;
  }

  google::protobuf::io::CodedInputStream in_;
};

}  // namespace nemo::wire
