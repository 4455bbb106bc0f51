#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "adapters/api/key_digests.h"
#include "adapters/daemon/ledger.h"
#include "adapters/identity/virtual_key.h"

namespace nemo::api {

// Which key of its organization a presented text is, by its SHA-256. What was found once is
// remembered as long as the settings of the partition stay as they were, so that a key that was
// revoked, rotated or expired a moment ago is never taken for a good one. Thread rule: any thread.
class KeyRing {
 public:
  struct Found {
    KeyId key_id;
    bool ended = false;  // revoked or expired
  };

  KeyRing(Ledger& ledger, std::function<TimeMs()> now) : ledger_(ledger), now_(std::move(now)) {}

  // Nothing: no key of this organization, or one that a rotation has replaced.
  std::optional<Found> find(const identity::PresentedKey& presented);

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kKeysMax = 4'096;  // of a shard; then it begins anew

  struct Known {
    KeyId key_id;
    std::uint64_t version = 0;      // of the partition's settings
    std::optional<TimeMs> ends_at;  // long ago, if it is revoked

    Found at(TimeMs now) const { return {key_id, ends_at && now >= *ends_at}; }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Known> by_digest;
  };

  Ledger& ledger_;
  std::function<TimeMs()> now_;
  std::array<Shard, kShards> shards_;
  KeyDigests digests_;
};

}  // namespace nemo::api
