#include "adapters/embedded_log/batch_bytes.h"

#include <algorithm>
#include <string>

#include "adapters/embedded_log/record_bytes.h"

namespace nemo::embedded_log {
namespace {

constexpr std::size_t kBatchStart = 12;
constexpr std::size_t kPutStart = 2;  // kind, and the length of a short key
constexpr std::size_t kHeadValue = kBatchStart + kPutStart + kHeadKey.size() + 2;
constexpr std::size_t kRecords = kHeadValue + kHeadSize;
constexpr std::string_view kRecordPut{"\x01\x0a", kPutStart};
static_assert(kRecordKeySize == 0x0a);

std::string_view rest_of(std::string_view bytes, std::size_t from) {
  return bytes.substr(std::min(from, bytes.size()));
}

// One put of a record, read by its place alone: neither its kind nor its key's length is believed.
struct RecordPut {
  std::string_view key;
  std::string_view value = {};
  bool whole = false;
  std::size_t size = 0;
};

std::optional<RecordPut> read_put(std::string_view bytes) {
  if (bytes.size() < kPutStart + kRecordKeySize) return std::nullopt;
  RecordPut put{.key = bytes.substr(kPutStart, kRecordKeySize)};
  std::size_t place = kPutStart + kRecordKeySize;
  std::size_t length = 0;
  bool more = true;
  for (int shift = 0; more && shift < 35 && place < bytes.size(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes[place++]);
    length |= static_cast<std::size_t>(byte & 0x7f) << shift;
    more = byte >= 0x80;
  }
  put.whole = !more && length <= bytes.size() - place && bytes.starts_with(kRecordPut);
  put.value = bytes.substr(place, length);
  put.size = place + length;
  return put;
}

// Whose the put is: when a byte of its key is the wrong one, the position that its value was
// written for tells.
std::optional<LogPosition> owner_of(const RecordPut& put) {
  std::string key(put.key);
  for (char& byte : key) {
    const char written = byte;
    for (int value = 0; value < 256; ++value) {
      byte = static_cast<char>(value);
      const auto position = parse_record_key(key);
      if (position && decode_record(*position, put.value)) return position;
    }
    byte = written;
  }
  return parse_record_key(put.key);
}

}  // namespace

bool looks_written(std::string_view batch) {
  return batch.find(kHeadKey) != std::string_view::npos ||
         decode_head(rest_of(batch, kHeadValue).substr(0, kHeadSize)).has_value();
}

std::optional<LogPosition> first_wrong_record(std::string_view batch) {
  std::optional<LogPosition> first;
  std::string_view rest = rest_of(batch, kRecords);
  while (const std::optional<RecordPut> put = read_put(rest)) {
    const auto position = parse_record_key(put->key);
    if (!put->whole || !position || !decode_record(*position, put->value)) return owner_of(*put);
    if (!first) first = position;
    rest.remove_prefix(put->size);
  }
  return first;
}

}  // namespace nemo::embedded_log
