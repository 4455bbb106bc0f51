#include "adapters/daemon/small_files.h"

#include <set>
#include <string>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/durable_files.h"

namespace nemo {
namespace {

// One that is replaced while the folder is read may be in neither place: it is read until a reading
// finds no more.
std::set<std::string> small_files(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (std::size_t known = 0;; known = names.size()) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (entry.path().extension() == ".tmp" || !may_be_listed(name)) continue;
      if (entry.is_regular_file()) names.insert(name);
    }
    if (names.size() == known) return names;
  }
}

}  // namespace

Readers readers_of(const std::filesystem::path& folder) {
  return folder.filename() == kDataKeysFolder ? Readers::kOwner : Readers::kAll;
}

void make_copied_folder(const std::filesystem::path& folder) {
  make_durably(folder);
  if (readers_of(folder) == Readers::kAll) return;
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  sync_folder(folder);
}

std::vector<BackupList::File> copy_small_files(const std::filesystem::path& folder,
                                               const std::filesystem::path& into, BytesDone& done) {
  std::vector<BackupList::File> copied;
  make_copied_folder(into);
  for (const std::string& name : small_files(folder)) {
    const auto held = HeldFile::open(folder / name);
    if (!held) continue;  // it was removed meanwhile
    const FileSum sum = held->copy(
        into / name, held->bytes(), [&done](std::uint64_t bytes) { done.add(bytes); },
        readers_of(into));
    copied.push_back({into.filename() / name, sum});
  }
  sync_folder(into);
  return copied;
}

}  // namespace nemo
