#pragma once

#include <cstdint>
#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// Why a record cannot be read: a closed list, numbered for ever.
enum class UnreadableReason : std::uint8_t {
  kNone = 0,
  kNotJson = 1,
  kNotAnObject = 2,
  kUnknownField = 3,
  kDoubledField = 4,
  kWrongType = 5,
  kWrongInteger = 6,
  kWrongTime = 7,
  kWrongBase64 = 8,
  kUnknownEnumValue = 9,
  kWrongEventId = 10,
  kWrongOrgId = 11,
  kNoPayload = 12,
  kSeveralPayloads = 13,
  kExclusiveFields = 14,
  kWrongProtobuf = 15,
  kWrongPartition = 16,
  kWrongOrganization = 17,
  kTooLong = 18,
};

// "not_json", "unknown_field", ...; "" for kNone and unknown numbers.
std::string_view enum_name(UnreadableReason value);

inline constexpr std::size_t kUnreadableBytesMax = 65'536;

// What could not be read, kept as it came: its first 64 KiB, whole length and SHA-256.
struct Unreadable {
  static constexpr std::string_view kName = "unreadable";
  static constexpr int kTag = 9;

  Bytes bytes;
  std::int64_t length = 0;
  Bytes sha256;
  UnreadableReason reason{};

  bool operator==(const Unreadable&) const = default;
};

}  // namespace nemo
