#include "adapters/daemon/file_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "adapters/daemon/durable_files.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

constexpr std::size_t kBytesAtOnce = 1 << 20;

// A file that is being written.
class NewFile {
 public:
  NewFile(const std::filesystem::path& place, Readers readers)
      : place_(place),
        descriptor_(::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                           readers == Readers::kOwner ? 0600 : 0644)) {
    if (descriptor_ < 0) fail_errno(place_);
  }
  ~NewFile() { ::close(descriptor_); }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) fail_errno(place_);
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() {
    if (::fsync(descriptor_) != 0) fail_errno(place_);
  }

 private:
  const std::filesystem::path& place_;
  int descriptor_;
};

}  // namespace

std::optional<HeldFile> HeldFile::open(std::filesystem::path place) {
  const int descriptor = ::open(place.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (descriptor < 0) fail_errno(place);
  return HeldFile(std::move(place), descriptor);
}

HeldFile::~HeldFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t HeldFile::bytes() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) fail_errno(place_);
  return static_cast<std::uint64_t>(about.st_size);
}

FileSum HeldFile::copy(const std::filesystem::path& to, std::uint64_t bytes, const BytesRead& read,
                       Readers readers) const {
  NewFile file(to, readers);
  FileSum sum = each(bytes, [&](std::string_view piece) {
    file.write(piece);
    read(piece.size());
  });
  file.sync();
  return sum;
}

FileSum HeldFile::sum(const BytesRead& read) const {
  return each(std::numeric_limits<std::uint64_t>::max(),
              [&](std::string_view piece) { read(piece.size()); });
}

FileSum HeldFile::each(std::uint64_t bytes,
                       const std::function<void(std::string_view)>& visit) const {
  Sha256 sha;
  FileSum sum;
  std::string buffer(kBytesAtOnce, '\0');
  while (sum.bytes < bytes) {
    const std::size_t most = std::min<std::uint64_t>(buffer.size(), bytes - sum.bytes);
    const ssize_t got = ::pread(descriptor_, buffer.data(), most, static_cast<off_t>(sum.bytes));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_errno(place_);
    if (got == 0) break;
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
    sha.add(piece);
    visit(piece);
    sum.bytes += piece.size();
  }
  sum.sha256 = hex_of(sha.finish());
  return sum;
}

// By what is open, not by its name: that may be another file's by now.
bool HeldFile::link(const std::filesystem::path& to) const {
  const std::string open_file = "/proc/self/fd/" + std::to_string(descriptor_);
  if (::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) == 0) {
    return true;
  }
  const int error = errno;
  if (error == EEXIST || error == ENOSPC || error == EDQUOT || error == EIO) fail_errno(to);
  return false;
}

}  // namespace nemo
