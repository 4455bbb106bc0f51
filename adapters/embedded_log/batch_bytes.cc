#include "adapters/embedded_log/batch_bytes.h"

namespace nemo::embedded_log {
namespace {

constexpr std::size_t kBatchHead = 12;
constexpr char kPut = 1;

// The position whose key was damaged: the one among the next positions that the value was
// written for.
std::optional<LogPosition> owner_of(std::string_view value, const Ends& ends) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const LogPosition position{partition, ends[partition]};
    if (decode_record(position, value)) return position;
  }
  return std::nullopt;
}

std::optional<LogPosition> wrong_one(std::string_view key, std::string_view value,
                                     const std::optional<Ends>& ends) {
  const std::optional<LogPosition> position = parse_record_key(key);
  if (!ends) return position;
  if (position && position->offset == (*ends)[position->partition]) return position;
  return owner_of(value, *ends);
}

}  // namespace

BatchReader::BatchReader(std::string_view batch)
    : rest_(batch.substr(std::min(batch.size(), kBatchHead))) {}

bool BatchReader::next(std::string_view& key, std::string_view& value) {
  if (rest_.empty() || rest_.front() != kPut) return false;
  rest_.remove_prefix(1);
  const std::optional<std::string_view> read_key = text();
  const std::optional<std::string_view> read_value = read_key ? text() : std::nullopt;
  if (!read_value) return false;
  key = *read_key;
  value = *read_value;
  return true;
}

std::optional<std::string_view> BatchReader::text() {
  std::size_t size = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    if (rest_.empty()) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    size |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    if (size > rest_.size()) return std::nullopt;
    const std::string_view read = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return read;
  }
  return std::nullopt;
}

void follow_head(std::string_view batch, std::optional<Ends>& ends) {
  BatchReader reader(batch);
  std::string_view key;
  std::string_view value;
  while (reader.next(key, value)) {
    if (key != kHeadKey) continue;
    if (const std::optional<Ends> read = decode_head(value)) ends = read;
    return;
  }
}

bool looks_written(std::string_view batch) {
  return batch.find(kHeadKey) != std::string_view::npos ||
         first_wrong_record(batch, std::nullopt).has_value();
}

std::optional<LogPosition> first_wrong_record(std::string_view batch, std::optional<Ends> before) {
  BatchReader reader(batch);
  std::optional<LogPosition> first;
  std::string_view key;
  std::string_view value;
  while (reader.next(key, value)) {
    const std::optional<LogPosition> position = parse_record_key(key);
    if (!position && key.size() != kRecordKeySize) continue;
    if (!position || !decode_record(*position, value)) return wrong_one(key, value, before);
    if (!first) first = position;
    if (before) ++(*before)[position->partition];
  }
  return first;
}

}  // namespace nemo::embedded_log
