#include "adapters/stripe/private_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace nemo::stripe {
namespace {

[[noreturn]] void fail(const std::filesystem::path& place) {
  const int error = errno;
  throw FileUnusable(
      place, std::string(std::strerror(error)) +
                 (error == ENOSPC ? "; free some space" : "; check the path and its permissions"));
}

class Opened {
 public:
  Opened(const std::filesystem::path& place, int flags)
      : place_(place), number_(::open(place.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Opened() {
    if (number_ >= 0) ::close(number_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const {
    if (number_ < 0) fail(place_);
    return number_;
  }
  void sync() const {
    if (::fsync(number()) != 0) fail(place_);
  }

 private:
  std::filesystem::path place_;
  int number_;
};

void sync_folder(const std::filesystem::path& folder) {
  Opened(folder, O_RDONLY | O_DIRECTORY).sync();
}

void remove_one(const std::filesystem::path& file) {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) fail(file);
}

}  // namespace

void make_private_folder(const std::filesystem::path& folder) {
  const std::filesystem::path whole = std::filesystem::absolute(folder);
  if (::mkdir(whole.c_str(), 0700) != 0 && errno != EEXIST) fail(folder);
  if (!std::filesystem::is_directory(whole)) {
    throw FileUnusable(folder, "no folder; move it away");
  }
  sync_folder(whole.parent_path());
}

std::optional<std::string> read_private(const std::filesystem::path& file, std::size_t bytes_max) {
  const Opened opened(file, O_RDONLY);
  if (!opened.is_open() && errno == ENOENT) return std::nullopt;
  std::string bytes(bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(opened.number(), bytes.data() + size, bytes.size() - size);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) fail(file);
    if (got > 0) size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

std::filesystem::path draft_of(const std::filesystem::path& file) {
  std::filesystem::path draft = file;
  return draft += ".tmp";
}

void write_private(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path draft = draft_of(file);
  {
    const Opened opened(draft, O_WRONLY | O_CREAT | O_TRUNC);
    const auto size = static_cast<ssize_t>(bytes.size());
    if (::write(opened.number(), bytes.data(), bytes.size()) != size) fail(draft);
    opened.sync();
  }
  if (std::rename(draft.c_str(), file.c_str()) != 0) fail(file);
  sync_folder(file.parent_path());
}

void remove_private(const std::filesystem::path& file) {
  remove_one(file);
  remove_one(draft_of(file));
  sync_folder(file.parent_path());
}

}  // namespace nemo::stripe
