#include "adapters/api/key_ring.h"

#include <algorithm>

#include "events/log/partitioner.h"

namespace nemo::api {
namespace {

bool is(const Bytes& stored, const identity::SecretDigest& digest) {
  if (stored.value.size() != digest.bytes.size()) return false;
  identity::SecretDigest known;
  std::copy(stored.value.begin(), stored.value.end(), known.bytes.begin());
  return identity::same_secret(known, digest);
}

// When the key stops being one; nothing: never.
std::optional<TimeMs> end_of(const OrgState& org, std::string_view key_id) {
  const auto key = std::find_if(org.keys.begin(), org.keys.end(), [key_id](const KeyState& one) {
    return one.key_id.view() == key_id;
  });
  if (key == org.keys.end() || key->revoked) return TimeMs{};
  return key->expires_at;
}

}  // namespace

std::optional<KeyRing::Found> KeyRing::find(const identity::PresentedKey& presented) {
  const std::uint64_t version = ledger_.settings_version(partition_of(presented.org_id));
  // Whoever finds a text of this digest has the key anyway.
  const std::string digest(presented.sha256.view());
  Shard& shard = shards_[presented.sha256.bytes.front() % kShards];
  {
    const std::lock_guard lock(shard.mutex);
    const auto known = shard.by_digest.find(digest);
    if (known != shard.by_digest.end() && known->second.version == version) {
      return known->second.at(now_());
    }
  }
  const auto may_be_one = digests_.may_have(presented.org_id, version, presented.sha256);
  if (may_be_one == false) return std::nullopt;
  std::optional<Known> found;
  std::vector<std::uint64_t> beginnings;
  TimeMs now = now_();
  bool for_a_while = false;  // a rotation's grace
  ledger_.read(presented.org_id, [&](const OrgReading& reading) {
    now = std::max(now, reading.at);
    for (const auto& [key_id, secret] : reading.directory.secrets) {
      if (!may_be_one) {
        beginnings.push_back(KeyDigests::beginning_of(secret.sha256.view()));
        beginnings.push_back(KeyDigests::beginning_of(secret.previous_sha256.view()));
      }
      if (found) continue;
      const bool current = is(secret.sha256, presented.sha256);
      for_a_while = now < secret.previous_until && is(secret.previous_sha256, presented.sha256);
      if (!current && !for_a_while) continue;
      found = Known{KeyId(key_id), version, end_of(reading.org, key_id)};
    }
  });
  if (!may_be_one) digests_.keep(presented.org_id, version, std::move(beginnings));
  if (!found) return std::nullopt;
  if (!for_a_while) {
    const std::lock_guard lock(shard.mutex);
    if (shard.by_digest.size() >= kKeysMax) shard.by_digest.clear();
    shard.by_digest[digest] = *found;
  }
  return found->at(now);
}

}  // namespace nemo::api
