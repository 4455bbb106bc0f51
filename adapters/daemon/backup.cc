#include "adapters/daemon/backup.h"

#include <algorithm>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/durable_files.h"
#include "adapters/daemon/engine_ledger.h"
#include "adapters/daemon/folder_copy.h"
#include "adapters/daemon/new_folder.h"
#include "adapters/daemon/small_files.h"
#include "adapters/daemon/store_proof.h"
#include "adapters/embedded_log/embedded_log.h"
#include "engine/store/live_files.h"

namespace nemo {
namespace {

using Path = std::filesystem::path;

// A store that is made anew is removed first, with all that is in its folder.
void refuse_inside(const Path& data, const Path& to) {
  const Path outer = std::filesystem::weakly_canonical(data);
  const Path inner = std::filesystem::weakly_canonical(to);
  if (std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first != outer.end()) {
    return;
  }
  fail_place(to, "lies in the data directory " + data.string(), "name a directory outside of it");
}

// Those of files that go meanwhile do not count.
std::uint64_t bytes_in(const Path& folder) {
  std::uint64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::uint64_t size = entry.file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

void append(std::vector<BackupList::File>& files, std::vector<BackupList::File> more) {
  std::move(more.begin(), more.end(), std::back_inserter(files));
}

// Its deliveries are nowhere else: a store that does not open is told now, not when it is restored.
void copy_webhooks(const Path& folder, const Path& to, BytesDone& done, BackupList& list) try {
  done.expect(bytes_in(folder));
  append(list.files, copy_store(folder, to, done));
  live_files(to);
} catch (const StoreFailure&) {
  fail_place(folder, "is no store that can be read",
             "check the disk, or move the folder away: what is on its way is lost");
}

void copy_if_there(const Path& folder, const Path& to, BytesDone& done, BackupList& list) {
  if (!std::filesystem::exists(folder)) return;
  done.expect(bytes_in(folder));
  append(list.files, copy_small_files(folder, to, done));
}

// How far a node has come with its own work. Copied before the state it is never ahead of what was
// decided by then: what lies between is done again, which changes nothing.
void copy_cursors(const Path& data, const Path& to, BytesDone& done, BackupList& list) {
  const Path webhooks = data / kWebhooksFolder;
  if (holds_store(webhooks)) copy_webhooks(webhooks, to / kWebhooksFolder, done, list);
  copy_if_there(data / kStripeFolder, to / kStripeFolder, done, list);
}

// Lines join their store before the state does: copied after it, they are never behind it.
void copy_stores(const DataDirectory& places, const Path& to, BytesDone& done, BackupList& list) {
  done.expect(2 * bytes_in(places.state) + bytes_in(places.outcomes));
  append(list.files, copy_store(places.state, to / "state", done));
  append(list.files, copy_store(places.outcomes, to / "outcomes", done));
}

[[noreturn]] void refuse_nothing(const BackupOptions& options) {
  fail_place(options.data, "holds neither a log nor a state yet: there is nothing to back up",
             "`apply` records to it, or let `serve` follow its log, first");
}

// Fills the new folder, all but its file BACKUP.
void fill(const BackupOptions& options, const DataDirectory& places, BackupList& list) {
  const Path& to = options.to;
  const bool embedded = list.log.empty();
  BytesDone done(options.progress);
  copy_cursors(options.data, to, done, list);
  if (embedded) done.expect(bytes_in(places.log));
  if (places.has_stores()) copy_stores(places, to, done, list);
  if (embedded) append(list.files, copy_log(places.log, to / "log", done));
  // A key is there before what it seals: copied last, none that the state needs is missing.
  copy_if_there(options.data / kDataKeysFolder, to / kDataKeysFolder, done, list);
  if (places.has_stores()) list.partitions = prove_stores(to, options.threads, done);
  if (embedded) prove_log(to, list.partitions);
}

BackupList make_backup(const BackupOptions& options) {
  const DataDirectory places = open_directory(options.data, LedgerOptions::Mode::kReadOnly);
  BackupList list;
  list.log = bound_log(options.data);
  const bool embedded = list.log.empty();
  if (!places.has_stores() && (!embedded || !std::filesystem::exists(places.log))) {
    refuse_nothing(options);
  }
  refuse_inside(options.data, options.to);
  SystemClock clock;
  std::optional<EmbeddedLog> log;  // while it is open, nobody writes it
  if (embedded) log.emplace(places.log, EmbeddedLog::Mode::kReadOnly, clock);
  NewFolder folder(options.to);
  fill(options, places, list);
  if (!embedded && list.partitions.empty()) refuse_nothing(options);
  write_backup_list(options.to, list);
  folder.keep();
  return list;
}

}  // namespace

BackupList back_up(const BackupOptions& options) {
  return with_failures([&] { return make_backup(options); });
}

}  // namespace nemo
