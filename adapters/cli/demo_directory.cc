#include "adapters/cli/demo_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "adapters/daemon/ledger.h"

namespace nemo {
namespace {

namespace fs = std::filesystem;

void expect_fresh(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return;
  if (fs::is_directory(path, ignored) && fs::is_empty(path, ignored)) return;
  throw Failure{2, "--data " + path +
                       ": is there already, and a demo starts a ledger of its own; "
                       "name a directory that is not there"};
}

// A directory that is ours alone, so that nobody else can have put a link in it.
void make_own(const fs::path& place) {
  struct stat about {};
  if (::mkdir(place.c_str(), 0700) == 0) return;
  const bool own = ::lstat(place.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
                   about.st_uid == ::geteuid() && (about.st_mode & 0022) == 0;
  if (!own) throw Failure{3, place.string() + ": is not this user's own; add --data DIR"};
}

std::string fresh_temporary(const fs::path& place) {
  std::string path = (place / "XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    throw Failure{3, place.string() + ": " + std::strerror(errno) + "; add --data DIR"};
  }
  return path;
}

}  // namespace

DemoDirectory::DemoDirectory(const std::string& named) : path_(named) {
  if (!named.empty()) {
    expect_fresh(named);
    return;
  }
  std::error_code ignored;
  const fs::path place =
      fs::temp_directory_path(ignored) / ("nemo-ledger-demo-" + std::to_string(::geteuid()));
  make_own(place);
  lock_ = ::open((place / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    path_ = fresh_temporary(place);  // another demo is running
    return;
  }
  path_ = (place / "ledger").string();
  fs::remove_all(path_, ignored);
}

DemoDirectory::~DemoDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace nemo
