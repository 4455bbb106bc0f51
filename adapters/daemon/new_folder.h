#pragma once

#include <filesystem>

#include "adapters/embedded_log/files.h"

namespace nemo {

// A folder that is being filled by this process alone: what is in it goes again with this object,
// unless it is kept. Made durably if it is not there. Throws Failure where it is not empty, and
// LogFailure kInUse where another process fills it.
class NewFolder {
 public:
  explicit NewFolder(const std::filesystem::path& place);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  void keep() { kept_ = true; }

 private:
  // Makes it; true if it was there.
  static bool prepare(const std::filesystem::path& place);

  std::filesystem::path place_;
  bool was_there_;
  embedded_log::DirectoryLock lock_;
  bool kept_ = false;
};

}  // namespace nemo
