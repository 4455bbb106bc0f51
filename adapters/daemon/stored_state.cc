#include "adapters/daemon/stored_state.h"

#include <map>
#include <string>

#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"

namespace nemo {
namespace {

constexpr std::uint64_t kBytesBetweenReports = 1 << 20;

std::string hold_as_reservation(std::string_view key) {
  std::string object_key(key);
  if (object_key[0] == static_cast<char>(ObjectKind::kHold)) {
    object_key[0] = static_cast<char>(ObjectKind::kReservation);
  }
  return object_key;
}

bool is_object(std::string_view key) {
  switch (static_cast<ObjectKind>(key[0])) {
    case ObjectKind::kOrg:
    case ObjectKind::kDirectory:
    case ObjectKind::kHold:
    case ObjectKind::kId:
    case ObjectKind::kCallId:
    case ObjectKind::kReservation:
    case ObjectKind::kStripe:
      return true;
    default:
      return false;
  }
}

// The sums of a digest, taken again.
struct Sums {
  std::int64_t first_day = 0;
  Digest permanent = 0;
  std::map<std::int64_t, Digest> by_day = {};

  void add(std::string_view key, std::string_view value) {
    if (key[0] == static_cast<char>(ObjectKind::kBook)) permanent += hash_record(key, value);
    if (!is_object(key) || value.size() < kForgetBytes) return;
    const std::int64_t day = forget_day_of_stored(value);
    const Digest hash = hash_record(hold_as_reservation(key), value.substr(kForgetBytes));
    if (day == 0) {
      permanent += hash;
    } else if (day >= first_day) {
      by_day[day] += hash;
    }
  }
};

std::map<std::int64_t, Digest> without_zeros(std::map<std::int64_t, Digest> by_day) {
  std::erase_if(by_day, [](const auto& part) { return part.second == 0; });
  return by_day;
}

}  // namespace

std::optional<StoredPartition> stored_partition(StateStore& state, PartitionId partition) {
  PartitionState stored(partition);
  const std::string partition_key(1, static_cast<char>(ObjectKind::kPartition));
  const std::string digest_key(1, static_cast<char>(ObjectKind::kDigest));
  const auto values = state.read(partition, {partition_key, digest_key});
  if (!values[0]) return std::nullopt;
  if (!values[1] || !decode(*values[0], stored.globals) || !decode(*values[1], stored.digest)) {
    throw StoreFailure{StoreFailure::Kind::kDamaged,
                       "the checkpoint of partition " + std::to_string(partition) +
                           " is not readable; remove the state folder, it is rebuilt from the log"};
  }
  return StoredPartition{stored.globals.next_offset, state_digest(stored), stored.digest};
}

bool objects_add_up(StateStore& state, PartitionId partition, const DigestParts& parts,
                    const std::function<void(std::uint64_t)>& scanned) {
  Sums sums{.first_day = parts.first_day()};
  std::uint64_t bytes = 0;
  state.scan(partition, {}, "\xff", [&](std::string_view key, std::string_view value) {
    sums.add(key, value);
    bytes += key.size() + value.size();
    if (scanned && bytes >= kBytesBetweenReports) {
      scanned(bytes);
      bytes = 0;
    }
    return true;
  });
  if (scanned) scanned(bytes);
  return sums.permanent == parts.permanent() &&
         without_zeros(std::move(sums.by_day)) == without_zeros(parts.by_day());
}

}  // namespace nemo
