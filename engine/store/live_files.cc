#include "engine/store/live_files.h"

#include <rocksdb/db.h>

#include <limits>

#include "engine/store/checkpoint_db.h"

namespace nemo {

std::vector<LiveFile> live_files(const std::filesystem::path& folder) {
  return CheckpointDb({.folder = folder, .read_only = true}).live_files();
}

std::vector<LiveFile> CheckpointDb::live_files() {
  rocksdb::LiveFilesStorageInfoOptions how;
  how.wal_size_for_flush = std::numeric_limits<std::uint64_t>::max();  // nothing is to be flushed
  std::vector<rocksdb::LiveFileStorageInfo> found;
  const rocksdb::Status status = db_->GetLiveFilesStorageInfo(how, &found);
  if (!status.ok()) fail("its files cannot be listed", &status);
  std::vector<LiveFile> files;
  for (const rocksdb::LiveFileStorageInfo& info : found) {
    // Only a program that does not know its own settings would ask for them.
    if (info.file_type == rocksdb::FileType::kOptionsFile) continue;
    LiveFile& file = files.emplace_back();
    file.name = info.relative_filename;
    file.bytes = info.size;
    file.immutable = info.file_type == rocksdb::FileType::kTableFile;
    if (!info.replacement_contents.empty()) file.contents = info.replacement_contents;
  }
  return files;
}

}  // namespace nemo
