#include "adapters/daemon/folder_copy.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "adapters/daemon/durable_files.h"
#include "adapters/embedded_log/wal_check.h"
#include "engine/state/store_port.h"
#include "engine/store/live_files.h"

namespace nemo {
namespace {

constexpr int kTries = 20;
constexpr std::chrono::milliseconds kBetweenTries{50};

// A file to copy. One that has contents of its own is not held.
struct Source {
  LiveFile file;
  std::optional<HeldFile> held;
};
using Sources = std::vector<Source>;

// In a write-ahead log lies what is in no table yet, and a flush takes it from one to the other: as
// long as the list of the tables has not grown, both were seen as they were at one moment.
bool may_be_flushed(const Sources& sources) {
  const auto has_records = [](const Source& source) {
    return source.file.name.ends_with(".log") && source.file.bytes > 0;
  };
  const auto has_grown = [](const Source& source) {
    return source.file.name.starts_with("MANIFEST") && source.held &&
           source.held->bytes() != source.file.bytes;
  };
  return std::any_of(sources.begin(), sources.end(), has_records) &&
         std::any_of(sources.begin(), sources.end(), has_grown);
}

// Nothing: one of the files has gone.
std::optional<Sources> hold(const std::filesystem::path& folder, std::vector<LiveFile> files) {
  Sources sources;
  for (LiveFile& file : files) {
    Source& source = sources.emplace_back(Source{std::move(file), std::nullopt});
    if (source.file.contents) continue;
    source.held = HeldFile::open(folder / source.file.name);
    if (!source.held) return std::nullopt;
  }
  return sources;
}

// From the moment that all are held, merging cannot take one away.
Sources hold_store(const std::filesystem::path& folder) {
  for (int tries = 1;; ++tries) {
    try {
      auto sources = hold(folder, live_files(folder));
      if (sources && !may_be_flushed(*sources)) return std::move(*sources);
    } catch (const StoreFailure&) {
      // A file that goes while the store is opened looks like damage.
      if (tries == kTries) throw;
    }
    if (tries == kTries) {
      fail_place(folder, "its files are merged faster than they can be listed",
                 "try again when fewer records come");
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
}

FileSum sum_of(const std::filesystem::path& file, const BytesRead& read) {
  const auto held = HeldFile::open(file);
  if (!held) fail_place(file, "has gone", "let nobody else write there, and start again");
  return held->sum(read);
}

FileSum copy_table(const Source& source, const std::filesystem::path& to, const BytesRead& read) {
  const std::uint64_t there = source.held->bytes();
  if (there != source.file.bytes) {
    fail_place(source.held->place(),
               "has " + std::to_string(there) + " bytes, not " + std::to_string(source.file.bytes),
               "the state is damaged: run verify");
  }
  if (source.held->link(to)) return source.held->sum(read);
  return source.held->copy(to, there, read);
}

void copy_all(const Sources& sources, const std::filesystem::path& into, BytesDone& done,
              std::vector<BackupList::File>& copied) {
  const BytesRead read = [&done](std::uint64_t bytes) { done.add(bytes); };
  const BytesRead unseen = [](std::uint64_t) {};
  make_durably(into);
  for (const Source& source : sources) {
    const std::filesystem::path to = into / source.file.name;
    BackupList::File& file = copied.emplace_back();
    file.path = (into.filename() / source.file.name).string();
    if (source.file.contents) {
      write_durably(to, *source.file.contents);
    } else if (source.file.immutable) {
      file.sum = copy_table(source, to, read);
    } else {
      source.held->copy(to, source.file.bytes, unseen);
    }
  }
  // Of a manifest that was just being written, the last entry may be half there.
  embedded_log::drop_torn_manifest(into);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (copied[i].sum.sha256.empty()) copied[i].sum = sum_of(into / sources[i].file.name, read);
  }
  sync_folder(into);
}

// What a log consists of, without what only lay there while it was open.
std::vector<LiveFile> log_files(const std::filesystem::path& folder) {
  std::vector<LiveFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    const std::string extension = entry.path().extension();
    const bool is_draft = extension == ".new" || extension == ".dbtmp";
    if (!entry.is_regular_file() || is_draft || name == "LOCK") continue;
    files.push_back({.name = name, .bytes = entry.file_size(), .immutable = extension == ".sst"});
  }
  return files;
}

}  // namespace

std::vector<BackupList::File> copy_store(const std::filesystem::path& folder,
                                         const std::filesystem::path& into, BytesDone& done) {
  std::vector<BackupList::File> copied;
  copy_all(hold_store(folder), into, done, copied);
  return copied;
}

std::vector<BackupList::File> copy_log(const std::filesystem::path& folder,
                                       const std::filesystem::path& into, BytesDone& done) {
  const auto sources = hold(folder, log_files(folder));
  if (!sources) fail_place(folder, "its files change", "let no process write it meanwhile");
  std::vector<BackupList::File> copied;
  copy_all(*sources, into, done, copied);
  return copied;
}

}  // namespace nemo
