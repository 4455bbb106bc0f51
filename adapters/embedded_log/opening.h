#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/embedded_log/placement.h"

namespace nemo::embedded_log {

enum class Access : std::uint8_t { kReadOnly, kExisting, kCreate };

// A store whose every end is as the last acknowledged append left it.
struct OpenStore {
  std::unique_ptr<rocksdb::DB> db;
  Tails tails;
  // The latest append time of a live record.
  TimeMs last_live;
  // What was repaired, for people; empty when nothing was.
  std::string repaired;
};

// Opens, repairs a torn tail (read-only: passes over it), and refuses everything else. The caller
// holds the directory's lock. Throws LogFailure.
OpenStore open_store(const std::filesystem::path& directory, Access access);

}  // namespace nemo::embedded_log
