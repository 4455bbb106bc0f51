#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/daemon/file_copy.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// The file BACKUP of a backup: what it is a copy of, and what must be in it. Without it a folder is
// no backup. Text, on disk for ever; a digest is 32 digits of hex, a sum is a SHA-256 in 64:
//   backup    := "nemo-ledger backup " version "\n" log partition* file* sum
//   version   := "1" | "2", which may have files of all folders, "1" of log, state and outcomes
//   log       := "log " ("embedded" | what the file LOG of the data directory says) "\n"
//   partition := "partition " number " " position " " digest "\n"
//   file      := "file " folder "/" name " " size " " sum "\n"
//   sum       := "sum " sum of all lines above "\n"
struct BackupList {
  struct File {
    std::string path;  // from the backup's folder
    FileSum sum;
  };

  std::string log;                          // empty: the embedded one
  std::vector<PartitionDigest> partitions;  // that have a state
  std::vector<File> files;
};

// Whether a file of this name can be in a list: without spaces, and none that leads elsewhere.
bool may_be_listed(std::string_view name);

// Makes a backup of what is in the folder, durably. Throws Failure.
void write_backup_list(const std::filesystem::path& backup, const BackupList& list);
// Throws Failure: no backup, one of another version, or damaged.
BackupList read_backup_list(const std::filesystem::path& backup);

}  // namespace nemo
