#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace nemo::embedded_log {

// A tail that a write left when it was cut short, of the newest write-ahead log file or of the
// manifest: never acknowledged.
struct TornTail {
  std::filesystem::path file;
  std::uint64_t good_bytes = 0;
  // For people.
  std::string report;
};

// Reads every write-ahead log file of a log that no process writes. Throws LogFailure kDamaged for
// a missing or damaged one, naming the first lost position where it can be told.
std::optional<TornTail> check_wals(const std::filesystem::path& directory);

// Reads the manifest of a store that no process writes, which is framed alike. Throws LogFailure
// kDamaged.
std::optional<TornTail> check_manifest(const std::filesystem::path& directory);

// Before a store is opened to write, whosever it is: RocksDB itself takes a torn tail of its
// manifest that is as long as it should be, and zero, for damage. Leaves what is not there, or
// otherwise damaged, to the opening. Throws LogFailure when the file cannot be shortened.
void drop_torn_manifest(const std::filesystem::path& directory);

}  // namespace nemo::embedded_log
