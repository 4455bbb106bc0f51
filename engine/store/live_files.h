#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nemo {

// One of the files that together are a store.
struct LiveFile {
  std::string name;  // within the folder
  std::uint64_t bytes = 0;
  bool immutable = false;                    // whole, and never written again
  std::optional<std::string> contents = {};  // these, whatever the file holds by now
};

// The files of a store (see CheckpointDb) at one moment, also while another process writes it; of
// one that still grows the first `bytes` count. Compaction may remove any of them as soon as this
// returns, or while it runs: then it throws, and can be called again. Throws StoreFailure.
std::vector<LiveFile> live_files(const std::filesystem::path& folder);

}  // namespace nemo
