#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/state/partition_state.h"
#include "engine/state/store_port.h"

namespace nemo::bench {

// The organizations of every partition, `count` in all: "org-00000042".
std::vector<std::vector<std::string>> orgs_by_partition(std::size_t count);

// Sets the organizations up (bench/traffic.h) and writes them to the store by checkpoints, as the
// engine does; returns the offset at which every partition goes on.
Offset seed_state(const std::vector<std::vector<std::string>>& orgs, StateStore& store);

// The same for one partition.
void seed_partition(PartitionState& state, const std::vector<std::string>& orgs, Offset end,
                    StateStore& store);

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
