#include "adapters/stripe/data_keys.h"

#include "adapters/stripe/private_files.h"
#include "events/values/assert.h"

namespace nemo::stripe {
namespace {

constexpr std::string_view kEnding = ".key";

constexpr const char* kDamaged =
    "damaged, or the file of another organization; put it back from a backup: what was sealed with "
    "its key cannot be opened without it";

}  // namespace

DataKeys::DataKeys(std::filesystem::path folder, MasterKeySource masters, Access access)
    : folder_(std::move(folder)), masters_(std::move(masters)), access_(access) {
  if (access_ == Access::kReadWrite) make_private_folder(folder_);
}

// An id is safe in a file's name: it has no slash, and the ending keeps it from being a dot or two.
std::filesystem::path DataKeys::file_of(const OrgId& org_id) const {
  NEMO_ASSERT(is_id_form(org_id.view()));
  return folder_ / (org_id.value + std::string(kEnding));
}

DataKeys::Shard& DataKeys::shard_of(const OrgId& org_id) {
  return shards_[std::hash<std::string>{}(org_id.value) % kShards];
}

DataKeys::Loaded DataKeys::load(const OrgId& org_id) {
  const std::filesystem::path file = file_of(org_id);
  const std::optional<std::string> bytes = read_private(file, kWrappedBytesMax);
  if (!bytes) return {};
  const std::optional<WrappedKey> wrapped = parse_wrapped(*bytes);
  if (!wrapped) throw FileUnusable(file, kDamaged);
  const std::string_view master_key = masters_.bytes_of(wrapped->master_key_id);
  if (master_key.empty()) {
    throw FileUnusable(file, "wrapped under master key " + std::string(wrapped->master_key_id) +
                                 ", which is not in the list; add it behind the current one");
  }
  Loaded loaded{unwrap(org_id, *wrapped, master_key)};
  if (loaded.key == nullptr) throw FileUnusable(file, kDamaged);
  if (access_ == Access::kReadWrite && wrapped->master_key_id != masters_.current_id) {
    write_private(file, wrap(org_id, *loaded.key, masters_));
    loaded.is_rewrapped = true;
  }
  return loaded;
}

// From memory, else from the file. The shard is locked.
std::shared_ptr<const DataKey> DataKeys::known(Shard& shard, const OrgId& org_id) {
  const auto found = shard.keys.find(org_id.value);
  if (found != shard.keys.end()) return found->second;
  std::shared_ptr<const DataKey> key = load(org_id).key;
  if (key == nullptr) return nullptr;
  if (shard.keys.size() >= kKeysMax) shard.keys.clear();
  shard.keys[org_id.value] = key;
  return key;
}

std::shared_ptr<const DataKey> DataKeys::of(const OrgId& org_id) {
  NEMO_ASSERT(access_ == Access::kReadWrite);
  Shard& shard = shard_of(org_id);
  const std::lock_guard lock(shard.mutex);
  if (auto key = known(shard, org_id)) return key;
  write_private(file_of(org_id), wrap(org_id, *new_data_key(), masters_));
  return known(shard, org_id);
}

std::shared_ptr<const DataKey> DataKeys::find(const OrgId& org_id) {
  Shard& shard = shard_of(org_id);
  const std::lock_guard lock(shard.mutex);
  return known(shard, org_id);
}

void DataKeys::erase(const OrgId& org_id) {
  NEMO_ASSERT(access_ == Access::kReadWrite);
  Shard& shard = shard_of(org_id);
  const std::lock_guard lock(shard.mutex);
  shard.keys.erase(org_id.value);
  remove_private(file_of(org_id));
}

std::size_t DataKeys::rewrap_all() {
  NEMO_ASSERT(access_ == Access::kReadWrite);
  std::size_t rewrapped = 0;
  try {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const OrgId org_id(entry.path().stem().string());
      if (entry.path().extension() != kEnding || !is_id_form(org_id.view())) continue;
      const std::lock_guard lock(shard_of(org_id).mutex);
      rewrapped += load(org_id).is_rewrapped ? 1 : 0;
    }
  } catch (const std::filesystem::filesystem_error& failure) {
    throw FileUnusable(folder_, failure.code().message() + "; check the path and its permissions");
  }
  return rewrapped;
}

}  // namespace nemo::stripe
