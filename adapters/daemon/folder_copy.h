#pragma once

#include <filesystem>
#include <vector>

#include "adapters/daemon/backup_list.h"
#include "adapters/daemon/bytes_done.h"

namespace nemo {

// Both make `into`, whose files are durable when they return, and give those files with their sums;
// their paths begin with the name of `into`. Files that are never written again get a second name
// there, where the file system has such names; the others, and those of another file system, are
// copied. Throw Failure, StoreFailure, LogFailure.

// A store as it is at one moment, also while another process writes it.
std::vector<BackupList::File> copy_store(const std::filesystem::path& folder,
                                         const std::filesystem::path& into, BytesDone& done);
// The embedded log, which nobody may write meanwhile.
std::vector<BackupList::File> copy_log(const std::filesystem::path& folder,
                                       const std::filesystem::path& into, BytesDone& done);

}  // namespace nemo
