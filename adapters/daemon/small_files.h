#pragma once

#include <filesystem>
#include <vector>

#include "adapters/daemon/backup_list.h"
#include "adapters/daemon/bytes_done.h"
#include "adapters/daemon/file_copy.h"

namespace nemo {

// Who may read what is copied from a folder of a data directory, and the folder: data keys are
// secrets, though they are wrapped.
Readers readers_of(const std::filesystem::path& folder);
// Made durably, for its readers alone.
void make_copied_folder(const std::filesystem::path& folder);

// Copies small files that are replaced as a whole, also while another process does that, and leaves
// out their drafts. Makes `into`; what is in it is durable when this returns. Gives the files with
// their sums; their paths begin with the name of `into`. Throws Failure.
std::vector<BackupList::File> copy_small_files(const std::filesystem::path& folder,
                                               const std::filesystem::path& into, BytesDone& done);

}  // namespace nemo
