#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/state/partition_state.h"
#include "engine/state/state_changes.h"

namespace nemo::bench {

// The numbers of the organizations of every partition, `count` in all (org_id_of).
using OrgNumbers = std::vector<std::vector<std::uint32_t>>;
OrgNumbers orgs_by_partition(std::size_t count);

// Sets the organizations up (bench/traffic.h) in a state folder that is new, as sorted files that
// need no compaction; returns the offset at which every partition goes on.
Offset seed_state(const OrgNumbers& orgs, const std::filesystem::path& folder);

// The same for one partition, in memory: its state, and what a store is to hold.
void seed_partition(PartitionState& state, const std::vector<std::uint32_t>& orgs, Offset end,
                    StateChanges& changes);

// A new folder under build/bench-data of this process; removed when it goes.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& name);
  ~ScratchFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Megabytes of memory of this process: now, and at the most since the start.
std::int64_t resident_megabytes();

}  // namespace nemo::bench
