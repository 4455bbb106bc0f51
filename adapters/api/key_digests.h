#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/identity/secret_digest.h"
#include "events/values/text.h"

namespace nemo::api {

// The beginnings of all digests that an organization's keys have, so that a text that is no key is
// refused without asking the ledger, and takes as long whether the organization is there or not and
// however many keys it has. Of a version of the partition's settings. Thread rule: any thread.
class KeyDigests {
 public:
  static std::uint64_t beginning_of(std::string_view digest);

  // Whether one may be the digest's; nothing: not known at this version.
  std::optional<bool> may_have(const OrgId& org_id, std::uint64_t version,
                               const identity::SecretDigest& digest);

  void keep(const OrgId& org_id, std::uint64_t version, std::vector<std::uint64_t> beginnings);

 private:
  static constexpr std::size_t kKeptMax = 50'000;  // organizations and keys; then it begins anew

  struct Known {
    std::uint64_t version = 0;
    std::vector<std::uint64_t> beginnings;  // ascending
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Known> by_org_;
  std::size_t kept_ = 0;
};

}  // namespace nemo::api
