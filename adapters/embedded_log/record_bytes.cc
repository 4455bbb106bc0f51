#include "adapters/embedded_log/record_bytes.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>

namespace nemo::embedded_log {
namespace {

constexpr std::size_t kChecksumSize = 8;
constexpr std::size_t kBodyHead = 9;
constexpr char kAtKind = 1;
constexpr char kLiveKind = 2;
// So that no two positions have the same seed.
constexpr std::uint64_t kOffsetMax = (std::uint64_t{1} << 59) - 1;
static_assert(kPartitionCount <= 16);
constexpr std::uint64_t kHeadSeed = ~std::uint64_t{0};

void put_little(std::string& out, std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

std::uint64_t get_little(std::string_view bytes) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

std::uint64_t seed_of(LogPosition position) {
  return static_cast<std::uint64_t>(position.offset) << 4 | position.partition;
}

// Puts the checksum of all that follows its place.
void seal(std::string& out, std::uint64_t seed) {
  const std::uint64_t sum =
      XXH3_64bits_withSeed(out.data() + kChecksumSize, out.size() - kChecksumSize, seed);
  for (std::size_t i = 0; i < kChecksumSize; ++i) out[i] = static_cast<char>(sum >> (8 * i));
}

bool is_sealed(std::string_view value, std::uint64_t seed) {
  if (value.size() < kChecksumSize) return false;
  return get_little(value) ==
         XXH3_64bits_withSeed(value.data() + kChecksumSize, value.size() - kChecksumSize, seed);
}

}  // namespace

std::array<char, kRecordKeySize> record_key(LogPosition position) {
  std::array<char, kRecordKeySize> key;
  key[0] = static_cast<char>(position.partition >> 8);
  key[1] = static_cast<char>(position.partition);
  const auto offset = static_cast<std::uint64_t>(position.offset);
  for (int i = 0; i < 8; ++i) key[2 + i] = static_cast<char>(offset >> (56 - 8 * i));
  return key;
}

std::optional<LogPosition> parse_record_key(std::string_view key) {
  if (key.size() != kRecordKeySize) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(key[i]); };
  LogPosition position;
  position.partition = static_cast<PartitionId>(byte(0) << 8 | byte(1));
  std::uint64_t offset = 0;
  for (std::size_t i = 2; i < kRecordKeySize; ++i) offset = offset << 8 | byte(i);
  position.offset = static_cast<Offset>(offset);
  if (position.partition >= kPartitionCount || offset > kOffsetMax) return std::nullopt;
  return position;
}

void encode_record(LogPosition position, const StoredRecord& record, std::string& out) {
  out.assign(kChecksumSize, '\0');
  out.push_back(record.live ? kLiveKind : kAtKind);
  put_little(out, static_cast<std::uint64_t>(record.time.value));
  out.append(record.envelope);
  seal(out, seed_of(position));
}

std::optional<StoredRecord> decode_record(LogPosition position, std::string_view value) {
  if (value.size() < kChecksumSize + kBodyHead) return std::nullopt;
  if (!is_sealed(value, seed_of(position))) return std::nullopt;
  const std::string_view body = value.substr(kChecksumSize);
  if (body[0] != kAtKind && body[0] != kLiveKind) return std::nullopt;
  const TimeMs time{static_cast<std::int64_t>(get_little(body.substr(1)))};
  return StoredRecord{body[0] == kLiveKind, time, body.substr(kBodyHead)};
}

void encode_head(const Ends& ends, std::string& out) {
  out.assign(kChecksumSize, '\0');
  for (const Offset end : ends) put_little(out, static_cast<std::uint64_t>(end));
  seal(out, kHeadSeed);
}

std::optional<Ends> decode_head(std::string_view value) {
  if (value.size() != kHeadSize) return std::nullopt;
  if (!is_sealed(value, kHeadSeed)) return std::nullopt;
  Ends ends;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    ends[i] = static_cast<Offset>(get_little(value.substr(kChecksumSize + 8 * i)));
  }
  return ends;
}

}  // namespace nemo::embedded_log
