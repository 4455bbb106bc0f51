#include "adapters/daemon/durable_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "adapters/daemon/ledger.h"

namespace nemo {
namespace {

void sync_and_close(int file, const std::filesystem::path& place) {
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  errno = error;
  if (!synced) fail_errno(place);
}

}  // namespace

void fail_place(const std::filesystem::path& place, const std::string& reason,
                const std::string& fix) {
  throw Failure{3, place.string() + ": " + reason + "; " + fix};
}

void fail_errno(const std::filesystem::path& place) {
  const int error = errno;
  fail_place(place, std::strerror(error),
             error == ENOSPC ? "free some space" : "check the path and its permissions");
}

std::string read_whole_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) fail_errno(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) fail_errno(file);
  return text.str();
}

void write_durably(const std::filesystem::path& place, std::string_view text) {
  std::filesystem::path draft = place;
  draft += ".tmp";
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail_errno(draft);
  if (::write(file, text.data(), text.size()) != static_cast<::ssize_t>(text.size())) {
    ::close(file);
    fail_errno(draft);
  }
  sync_and_close(file, draft);
  std::filesystem::rename(draft, place);
  sync_folder(place.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) fail_errno(folder);
  sync_and_close(file, folder);
}

void make_durably(const std::filesystem::path& folder) {
  const std::filesystem::path parent = std::filesystem::absolute(folder).parent_path();
  if (!std::filesystem::exists(parent)) make_durably(parent);
  std::filesystem::create_directory(folder);
  sync_folder(parent);
}

}  // namespace nemo
