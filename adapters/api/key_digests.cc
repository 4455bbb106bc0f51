#include "adapters/api/key_digests.h"

#include <algorithm>
#include <cstring>

namespace nemo::api {

std::uint64_t KeyDigests::beginning_of(std::string_view digest) {
  std::uint64_t beginning = 0;
  std::memcpy(&beginning, digest.data(), std::min(sizeof beginning, digest.size()));
  return beginning;
}

std::optional<bool> KeyDigests::may_have(const OrgId& org_id, std::uint64_t version,
                                         const identity::SecretDigest& digest) {
  const std::uint64_t beginning = beginning_of(digest.view());
  const std::lock_guard lock(mutex_);
  const auto known = by_org_.find(org_id.value);
  if (known == by_org_.end() || known->second.version != version) return std::nullopt;
  return std::binary_search(known->second.beginnings.begin(), known->second.beginnings.end(),
                            beginning);
}

void KeyDigests::keep(const OrgId& org_id, std::uint64_t version,
                      std::vector<std::uint64_t> beginnings) {
  std::sort(beginnings.begin(), beginnings.end());
  const std::lock_guard lock(mutex_);
  if (kept_ > kKeptMax) {
    by_org_.clear();
    kept_ = 0;
  }
  Known& known = by_org_[org_id.value];
  kept_ += 1 + beginnings.size();  // replaced ones count on: it begins anew a little early
  known = {version, std::move(beginnings)};
}

}  // namespace nemo::api
