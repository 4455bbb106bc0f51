#include "adapters/daemon/new_folder.h"

#include <system_error>

#include "adapters/daemon/durable_files.h"

namespace nemo {

bool NewFolder::prepare(const std::filesystem::path& place) {
  const bool was_there = std::filesystem::exists(place);
  if (was_there && !std::filesystem::is_directory(place)) {
    fail_place(place, "is not a directory", "name a new one");
  }
  make_durably(place);
  return was_there;
}

NewFolder::NewFolder(const std::filesystem::path& place)
    : place_(place),
      was_there_(prepare(place)),
      lock_(place, embedded_log::DirectoryLock::Share::kAlone) {
  if (std::filesystem::is_empty(place_)) return;
  fail_place(place_, "is not empty",
             "name a new directory, or remove this one if what is in it is not needed (it may be "
             "what a command that was cut off left)");
}

NewFolder::~NewFolder() {
  if (kept_) return;
  std::error_code ignored;
  if (!was_there_) {
    std::filesystem::remove_all(place_, ignored);
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(place_, ignored)) {
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace nemo
