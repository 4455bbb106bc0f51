#pragma once

#include <filesystem>
#include <string>

namespace nemo {

// Where a demo's ledger lies. One that the user named must hold no ledger yet and stays. Otherwise
// it is the user's own place for demos under the system's temporary directory: the last demo's
// ledger there gives way to the new one, which stays until the next. Throws Failure.
class DemoDirectory {
 public:
  explicit DemoDirectory(const std::string& named);
  ~DemoDirectory();
  DemoDirectory(const DemoDirectory&) = delete;
  DemoDirectory& operator=(const DemoDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_ = -1;
};

}  // namespace nemo
