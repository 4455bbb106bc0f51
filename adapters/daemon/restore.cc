#include "adapters/daemon/backup.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/durable_files.h"
#include "adapters/daemon/engine_ledger.h"
#include "adapters/daemon/new_folder.h"
#include "adapters/daemon/small_files.h"
#include "adapters/daemon/store_proof.h"

namespace nemo {
namespace {

using Path = std::filesystem::path;

constexpr const char* kFix = "use another backup, or another copy of this one";

void restore_file(const Path& from, const Path& to, const FileSum& expected, BytesDone& done) {
  const auto held = HeldFile::open(from);
  if (!held) fail_place(from, "is missing", kFix);
  const std::uint64_t there = held->bytes();
  if (there != expected.bytes) {
    fail_place(from,
               "has " + std::to_string(there) + " bytes, not " + std::to_string(expected.bytes),
               kFix);
  }
  const FileSum read = held->copy(
      to, there, [&done](std::uint64_t bytes) { done.add(bytes); }, readers_of(to.parent_path()));
  if (read.bytes != expected.bytes || read.sha256 != expected.sha256) {
    fail_place(from, "is damaged: its bytes are not those that were backed up", kFix);
  }
}

void restore_files(const Path& from, const Path& data, const BackupList& list, BytesDone& done) {
  for (const BackupList::File& file : list.files) {
    const bool is_state = file.path.starts_with("state/");
    done.expect(is_state ? 2 * file.sum.bytes : file.sum.bytes);
  }
  for (const BackupList::File& file : list.files) {
    const Path to = data / file.path;
    if (!std::filesystem::exists(to.parent_path())) make_copied_folder(to.parent_path());
    restore_file(from / file.path, to, file.sum, done);
  }
  for (const auto& entry : std::filesystem::directory_iterator(data)) sync_folder(entry.path());
}

void compare(const PartitionDigest& restored, const PartitionDigest& expected, const Path& from) {
  const auto text = [](const PartitionDigest& line) {
    return "partition " + std::to_string(line.partition) + " at " + std::to_string(line.position) +
           " with digest " + format_digest(line.digest);
  };
  if (text(restored) == text(expected)) return;
  fail_place(from / "state", "holds " + text(restored) + ", though BACKUP names " + text(expected),
             kFix);
}

void prove(const RestoreOptions& options, const BackupList& list, BytesDone& done) {
  std::vector<PartitionDigest> restored;
  if (!list.partitions.empty()) restored = prove_stores(options.data, options.threads, done);
  if (restored.size() != list.partitions.size()) {
    fail_place(options.from / "state",
               "holds " + std::to_string(restored.size()) + " partitions, though BACKUP names " +
                   std::to_string(list.partitions.size()),
               kFix);
  }
  for (std::size_t i = 0; i < restored.size(); ++i) {
    compare(restored[i], list.partitions[i], options.from);
  }
  if (list.log.empty()) prove_log(options.data, restored);
}

BackupList make_restored(const RestoreOptions& options) {
  BackupList list = read_backup_list(options.from);
  if (std::filesystem::exists(options.data)) {
    fail_place(options.data, "exists already", "name a new directory: restoring replaces nothing");
  }
  NewFolder folder(options.data);
  BytesDone done(options.progress);
  restore_files(options.from, options.data, list, done);
  prove(options, list, done);
  bind_directory(options.data, list.log, true);
  write_version(options.data);
  folder.keep();
  return list;
}

}  // namespace

BackupList restore(const RestoreOptions& options) {
  return with_failures([&] { return make_restored(options); });
}

}  // namespace nemo
