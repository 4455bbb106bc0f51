#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>

#include "events/wire/message_fields.h"

namespace nemo::wire {

using google::protobuf::internal::WireFormatLite;
using Output = google::protobuf::io::CodedOutputStream;

// Canonical bytes of any record of the catalogue: fields in the order of their numbers, what is
// left out not written. Two steps: the size, then the bytes into a buffer of that size.

template <Message Record>
std::size_t message_size(const Record& record);
template <Message Record>
std::uint8_t* write_message(const Record& record, std::uint8_t* at);

inline std::size_t varint_size(std::uint64_t value) { return Output::VarintSize64(value); }

inline std::size_t tag_size(int number) {
  return varint_size(static_cast<std::uint64_t>(number) << 3);
}

inline std::uint8_t* write_tag(int number, WireFormatLite::WireType type, std::uint8_t* at) {
  return Output::WriteVarint32ToArray(WireFormatLite::MakeTag(number, type), at);
}

inline std::size_t block_size(int number, std::size_t size) {
  return tag_size(number) + varint_size(size) + size;
}

inline std::uint8_t* write_block_head(int number, std::size_t size, std::uint8_t* at) {
  at = write_tag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, at);
  return Output::WriteVarint64ToArray(size, at);
}

inline std::uint8_t* write_block(int number, std::string_view bytes, std::uint8_t* at) {
  at = write_block_head(number, bytes.size(), at);
  return Output::WriteRawToArray(bytes.data(), static_cast<int>(bytes.size()), at);
}

inline std::size_t number_size(int number, std::int64_t value) {
  return tag_size(number) + varint_size(static_cast<std::uint64_t>(value));
}

inline std::uint8_t* write_number(int number, std::int64_t value, std::uint8_t* at) {
  at = write_tag(number, WireFormatLite::WIRETYPE_VARINT, at);
  return Output::WriteVarint64ToArray(static_cast<std::uint64_t>(value), at);
}

template <Message Record>
std::uint8_t* write_message_block(int number, const Record& record, std::uint8_t* at) {
  return write_message(record, write_block_head(number, message_size(record), at));
}

inline std::size_t packed_size(const std::vector<std::int64_t>& list) {
  std::size_t size = 0;
  for (const std::int64_t value : list) size += varint_size(static_cast<std::uint64_t>(value));
  return size;
}

// Adds up what the fields take.
struct SizeVisitor {
  std::size_t total = 0;

  template <Texts T>
  void operator()(Field, int number, const T& text) {
    if (!text.empty()) total += block_size(number, text.value.size());
  }
  template <Number T>
  void operator()(Field, int number, const std::optional<T>& value) {
    if (value) total += number_size(number, number_of(*value));
  }
  void operator()(Field, int number, std::int64_t value) {
    if (value != 0) total += number_size(number, value);
  }
  template <Enumeration T>
  void operator()(Field, int number, T value) {
    if (value != T{}) total += number_size(number, static_cast<std::int64_t>(value));
  }
  template <Message T>
  void operator()(Field, int number, const std::optional<T>& record) {
    if (record) total += block_size(number, message_size(*record));
  }
  void operator()(Field, int number, const std::vector<std::int64_t>& list) {
    if (!list.empty()) total += block_size(number, packed_size(list));
  }
  template <class T>
  void operator()(Field, int number, const std::vector<T>& list) {
    for (const T& element : list) {
      if constexpr (Texts<T>) {
        total += block_size(number, element.value.size());
      } else {
        total += block_size(number, message_size(element));
      }
    }
  }
};

// Writes the fields to `at` and moves it on.
struct WriteVisitor {
  std::uint8_t* at;

  template <Texts T>
  void operator()(Field, int number, const T& text) {
    if (!text.empty()) at = write_block(number, text.view(), at);
  }
  template <Number T>
  void operator()(Field, int number, const std::optional<T>& value) {
    if (value) at = write_number(number, number_of(*value), at);
  }
  void operator()(Field, int number, std::int64_t value) {
    if (value != 0) at = write_number(number, value, at);
  }
  template <Enumeration T>
  void operator()(Field, int number, T value) {
    if (value != T{}) at = write_number(number, static_cast<std::int64_t>(value), at);
  }
  template <Message T>
  void operator()(Field, int number, const std::optional<T>& record) {
    if (record) at = write_message_block(number, *record, at);
  }
  void operator()(Field, int number, const std::vector<std::int64_t>& list) {
    if (list.empty()) return;
    at = write_block_head(number, packed_size(list), at);
    for (const std::int64_t value : list) {
      at = Output::WriteVarint64ToArray(static_cast<std::uint64_t>(value), at);
    }
  }
  template <class T>
  void operator()(Field, int number, const std::vector<T>& list) {
    for (const T& element : list) {
      if constexpr (Texts<T>) {
        at = write_block(number, element.view(), at);
      } else {
        at = write_message_block(number, element, at);
      }
    }
  }
};

template <Message Record>
std::size_t message_size(const Record& record) {
  SizeVisitor visitor;
  visit_fields(record, visitor);
  return visitor.total;
}

template <Message Record>
std::uint8_t* write_message(const Record& record, std::uint8_t* at) {
  WriteVisitor visitor{at};
  visit_fields(record, visitor);
  return visitor.at;
}

}  // namespace nemo::wire
