#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo::embedded_log {

// The bytes of the log's store. Numbers in values are little-endian.
//   key of a record := partition u16 big-endian, offset u64 big-endian
//   value           := checksum u64, body
//   body            := kind u8, time i64, envelope
//   kind            := 1 (`at` is the time), 2 (live: the append time is)
//   key of the head := ff ff "head";  value := checksum u64, 16 x end offset i64
//   key of the form := ff ff "format"; value := "1"
// The checksum is XXH3-64 of what follows it, seeded with offset << 4 | partition: it holds for
// these bytes at this position alone. The head is written with every group of records: it says how
// far each partition reaches, so that nothing can be missing unnoticed.
struct StoredRecord {
  bool live = false;
  TimeMs time;
  std::string_view envelope;
};

using Ends = std::array<Offset, kPartitionCount>;

inline constexpr std::string_view kHeadKey = "\xff\xffhead";
inline constexpr std::string_view kFormatKey =
    "\xff\xff"
    "format";
inline constexpr std::string_view kFormat = "1";
inline constexpr std::size_t kRecordKeySize = 10;
inline constexpr std::size_t kHeadSize = 8 + 8 * kPartitionCount;

std::array<char, kRecordKeySize> record_key(LogPosition position);
// Nothing for a key that is no record's.
std::optional<LogPosition> parse_record_key(std::string_view key);

// Replaces `out`.
void encode_record(LogPosition position, const StoredRecord& record, std::string& out);
// Nothing for bytes that were not written for this position. Points into `value`.
std::optional<StoredRecord> decode_record(LogPosition position, std::string_view value);

void encode_head(const Ends& ends, std::string& out);
std::optional<Ends> decode_head(std::string_view value);

}  // namespace nemo::embedded_log
