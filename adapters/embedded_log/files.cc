#include "adapters/embedded_log/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "adapters/embedded_log/failures.h"

namespace nemo::embedded_log {
namespace {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags)
      : number_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool opened() const { return number_ >= 0; }

 private:
  int number_;
};

void check(bool done, const std::filesystem::path& file, const char* deed) {
  if (!done) throw system_failure(file, deed, errno);
}

void sync_directory(const std::filesystem::path& directory) {
  const Descriptor opened(directory, O_RDONLY | O_DIRECTORY);
  check(opened.opened() && ::fsync(opened.number()) == 0, directory, "sync");
}

void write_all(int descriptor, const std::filesystem::path& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    check(written >= 0 || errno == EINTR, file, "write");
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& file) {
  const Descriptor opened(file, O_RDONLY);
  if (!opened.opened() && errno == ENOENT) return std::nullopt;
  check(opened.opened(), file, "open");
  std::string bytes;
  const off_t size = ::lseek(opened.number(), 0, SEEK_END);
  check(size >= 0, file, "read");
  bytes.resize(static_cast<std::size_t>(size));
  std::size_t place = 0;
  while (place < bytes.size()) {
    const ssize_t got = ::pread(opened.number(), bytes.data() + place, bytes.size() - place,
                                static_cast<off_t>(place));
    check(got >= 0 || errno == EINTR, file, "read");
    if (got == 0) bytes.resize(place);
    if (got > 0) place += static_cast<std::size_t>(got);
  }
  return bytes;
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path fresh = file.string() + ".new";
  {
    const Descriptor opened(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    check(opened.opened(), fresh, "create");
    write_all(opened.number(), fresh, bytes);
    check(::fsync(opened.number()) == 0, fresh, "sync");
  }
  check(::rename(fresh.c_str(), file.c_str()) == 0, file, "rename");
  sync_directory(file.parent_path());
}

void truncate_file(const std::filesystem::path& file, std::uint64_t size) {
  const Descriptor opened(file, O_WRONLY);
  check(opened.opened(), file, "open");
  check(::ftruncate(opened.number(), static_cast<off_t>(size)) == 0, file, "shorten");
  check(::fsync(opened.number()) == 0, file, "sync");
}

void remove_file(const std::filesystem::path& file) {
  if (::unlink(file.c_str()) == 0) return sync_directory(file.parent_path());
  check(errno == ENOENT, file, "remove");
}

void make_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) throw system_failure(directory, "create", error.value());
  // Also where it is there already: who made it may have been stopped before this.
  sync_directory(std::filesystem::absolute(directory).parent_path());
}

DirectoryLock::DirectoryLock(const std::filesystem::path& directory, Share share)
    : descriptor_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  check(descriptor_ >= 0, directory, "open");
  const int kind = share == Share::kAlone ? LOCK_EX : LOCK_SH;
  if (::flock(descriptor_, kind | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  if (error != EWOULDBLOCK) throw system_failure(directory, "lock", error);
  throw LogFailure(
      LogFailure::Kind::kInUse,
      directory.string() +
          ": another process has it open; wait for it to end, or stop it: a ledger's "
          "directory has one writer, and is read by commands only while there is none");
}

DirectoryLock::~DirectoryLock() { ::close(descriptor_); }

}  // namespace nemo::embedded_log
