#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace nemo::embedded_log {

// A tail of the newest write-ahead log file that a write left when it was cut short: never
// acknowledged.
struct TornTail {
  std::filesystem::path file;
  std::uint64_t good_bytes = 0;
  // For people.
  std::string report;
};

// Reads every write-ahead log file of a log that no process writes. Throws LogFailure kDamaged for
// a missing or damaged one, naming the first lost position where it can be told.
std::optional<TornTail> check_wals(const std::filesystem::path& directory);

// Reads the store's manifest, which is framed alike. Throws LogFailure kDamaged.
void check_manifest(const std::filesystem::path& directory);

}  // namespace nemo::embedded_log
