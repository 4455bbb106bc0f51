#include "events/log/partitioner.h"

namespace nemo {
namespace {

constexpr std::uint32_t kMultiplier = 0x5bd1e995;

std::uint32_t byte_at(std::string_view bytes, std::size_t place) {
  return static_cast<std::uint8_t>(bytes[place]);
}

std::uint32_t mix(std::uint32_t word) {
  word *= kMultiplier;
  word ^= word >> 24;
  return word * kMultiplier;
}

}  // namespace

std::int32_t murmur2(std::string_view bytes) {
  std::uint32_t hash = 0x9747b28c ^ static_cast<std::uint32_t>(bytes.size());
  std::size_t place = 0;
  for (; place + 4 <= bytes.size(); place += 4) {
    const std::uint32_t word = byte_at(bytes, place) | byte_at(bytes, place + 1) << 8 |
                               byte_at(bytes, place + 2) << 16 | byte_at(bytes, place + 3) << 24;
    hash = hash * kMultiplier ^ mix(word);
  }
  const std::size_t rest = bytes.size() - place;
  for (std::size_t i = rest; i > 0; --i) hash ^= byte_at(bytes, place + i - 1) << (8 * (i - 1));
  if (rest > 0) hash *= kMultiplier;
  hash ^= hash >> 13;
  hash *= kMultiplier;
  hash ^= hash >> 15;
  return static_cast<std::int32_t>(hash);
}

PartitionId partition_of(const OrgId& org_id) {
  const std::uint32_t positive = static_cast<std::uint32_t>(murmur2(org_id.view())) & 0x7fffffff;
  return static_cast<PartitionId>(positive % kPartitionCount);
}

}  // namespace nemo
