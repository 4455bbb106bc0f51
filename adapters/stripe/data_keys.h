#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "adapters/stripe/file_unusable.h"
#include "adapters/stripe/wrapped_key.h"

namespace nemo::stripe {

// A key for each organization, made at its first use and kept wrapped under the master key in a
// file of its own, ORG.key. Without that file nothing that was sealed with the key is ever opened
// again: erasing it erases all of that, wherever copies are. Files are of another master key until
// they are read by who may write, and then wrapped anew.
//
// All throw FileUnusable: a file that is damaged (its key is lost unless a backup has it), one of a
// master key that is not in the list, a disk that does not do what it should.
// Thread rule: any thread; one object a folder, in one process.
class DataKeys {
 public:
  // kReadOnly: find() alone may be called, and neither the folder nor a file is changed.
  enum class Access : std::uint8_t { kReadWrite, kReadOnly };

  // To write the folder is made if it is not there.
  DataKeys(std::filesystem::path folder, MasterKeySource masters,
           Access access = Access::kReadWrite);

  std::shared_ptr<const DataKey> of(const OrgId& org_id);
  // Null: none was made, or it was erased.
  std::shared_ptr<const DataKey> find(const OrgId& org_id);
  // Durable when it returns. The organization's next use makes another key.
  void erase(const OrgId& org_id);
  // Reads every file, so that former master keys are not needed any more; says how many it wrapped
  // anew.
  std::size_t rewrap_all();

  std::filesystem::path file_of(const OrgId& org_id) const;

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kKeysMax = 4'096;  // in the memory of a shard; then it begins anew

  struct Shard {
    std::mutex mutex;  // also over the files of its organizations
    std::unordered_map<std::string, std::shared_ptr<const DataKey>> keys;
  };
  struct Loaded {
    std::shared_ptr<const DataKey> key;  // null: there is no file
    bool is_rewrapped = false;
  };

  Shard& shard_of(const OrgId& org_id);
  Loaded load(const OrgId& org_id);
  std::shared_ptr<const DataKey> known(Shard& shard, const OrgId& org_id);

  const std::filesystem::path folder_;
  const MasterKeySource masters_;
  const Access access_;
  std::array<Shard, kShards> shards_;
};

}  // namespace nemo::stripe
