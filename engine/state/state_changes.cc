#include "engine/state/state_changes.h"

#include <algorithm>

namespace nemo {

void write_stored_key(PartitionId partition, std::string_view key, std::string& stored) {
  stored.clear();
  stored.push_back(static_cast<char>(partition >> 8));
  stored.push_back(static_cast<char>(partition & 0xff));
  stored.append(key);
}

void StateChanges::add(PartitionId partition, std::string_view key, bool erased) {
  Change change;
  change.place = bytes_.size();
  change.key_size = static_cast<std::uint32_t>(key.size() + 2);
  change.erased = erased;
  bytes_.push_back(static_cast<char>(partition >> 8));
  bytes_.push_back(static_cast<char>(partition & 0xff));
  bytes_.append(key);
  changes_.push_back(change);
}

void StateChanges::sort() {
  const auto before = [this](const Change& a, const Change& b) { return key(a) < key(b); };
  if (std::is_sorted(changes_.begin(), changes_.end(), before)) return;
  std::sort(changes_.begin(), changes_.end(), before);
}

void StateChanges::clear() {
  bytes_.clear();
  changes_.clear();
}

}  // namespace nemo
