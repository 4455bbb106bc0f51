// The functions of libc that change files, for this whole program: the linker gives them to
// RocksDB's library and to the C++ library too, so that what RocksDB does to its files and what we
// do to ours pass here alike. Each does the system call and tells the shadow disk.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <filesystem>

#include "tests/crash/shadow_disk.h"

namespace nemo::crash {
namespace {

ShadowDisk* disk() { return followed_disk.load(std::memory_order_acquire); }

std::filesystem::path path_of(int folder, const char* path) {
  if (path[0] == '/' || folder == AT_FDCWD) return path;
  const std::string link = "/proc/self/fd/" + std::to_string(folder);
  char place[4096];
  const long length = ::syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), place, sizeof place);
  if (length <= 0) return path;
  return std::filesystem::path(std::string(place, static_cast<std::size_t>(length))) / path;
}

// `call` is an operation on an open file; `note` follows its success.
template <class Call, class Note>
auto on_file(Operation operation, int file, Call call, Note note) {
  if (disk() == nullptr || !disk()->follows(file)) return call();
  const auto lock = disk()->begin(operation);
  const auto result = call();
  const int error = errno;
  if (result >= 0) note(*disk());
  errno = error;
  return result;
}

template <class Call>
auto changing(Operation operation, int file, Call call) {
  return on_file(operation, file, call, [file](ShadowDisk& at) { at.changed(file); });
}

// The same for an operation on names.
template <class Call, class Note>
int on_path(Operation operation, const std::filesystem::path& path, Call call, Note note) {
  if (disk() == nullptr || !disk()->covers(path)) return static_cast<int>(call());
  const auto lock = disk()->begin(operation);
  const int result = static_cast<int>(call());
  const int error = errno;
  if (result >= 0) note(*disk());
  errno = error;
  return result;
}

// Opening is an operation where it makes a file or empties one.
int open_any(int folder, const char* name, int flags, mode_t mode) {
  const auto call = [&] {
    return static_cast<int>(::syscall(SYS_openat, folder, name, flags, mode));
  };
  if (disk() == nullptr) return call();
  const std::filesystem::path path = path_of(folder, name);
  const bool to_write = (flags & O_ACCMODE) != O_RDONLY;
  const bool inside = disk()->covers(path);
  const bool makes = (flags & O_CREAT) != 0 && inside && !disk()->has(path);
  if (inside && (makes || (flags & O_TRUNC) != 0)) {
    int file = -1;
    on_path(
        makes ? Operation::kCreate : Operation::kTruncate, path, [&] { return file = call(); },
        [&](ShadowDisk& at) { at.opened(path, file, to_write); });
    return file;
  }
  const int file = call();
  const int error = errno;
  if (file >= 0 && inside) disk()->found(path, file, to_write);
  if (file >= 0 && !inside) disk()->forget(file);
  errno = error;
  return file;
}

int remove_at(int folder, const char* name, int flags) {
  const std::filesystem::path path = path_of(folder, name);
  return on_path((flags & AT_REMOVEDIR) != 0 ? Operation::kRemoveFolder : Operation::kUnlink, path,
                 [&] { return ::syscall(SYS_unlinkat, folder, name, flags); },
                 [&](ShadowDisk& at) { at.removed(path); });
}

int sync_file(long number, int file) {
  return static_cast<int>(on_file(
      Operation::kSync, file, [&] { return ::syscall(number, file); },
      [file](ShadowDisk& at) { at.synced(file); }));
}

mode_t mode_in(int flags, va_list arguments) {
  return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace
}  // namespace nemo::crash

using namespace nemo::crash;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_any(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_any(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_in(flags, arguments);
  va_end(arguments);
  return open_any(folder, path, flags, mode);
}

int creat(const char* path, mode_t mode) {
  return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int file) {
  const auto call = [file] { return static_cast<int>(::syscall(SYS_close, file)); };
  if (disk() != nullptr && !disk()->follows_writer(file)) disk()->forget(file);
  return on_file(Operation::kClose, file, call, [file](ShadowDisk& at) { at.closed(file); });
}

ssize_t write(int file, const void* bytes, size_t size) {
  return changing(Operation::kWrite, file, [&] { return ::syscall(SYS_write, file, bytes, size); });
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t place) {
  return changing(Operation::kWrite, file,
                  [&] { return ::syscall(SYS_pwrite64, file, bytes, size, place); });
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t place) {
  return ::pwrite(file, bytes, size, place);
}

ssize_t writev(int file, const struct iovec* pieces, int count) {
  return changing(Operation::kWrite, file,
                  [&] { return ::syscall(SYS_writev, file, pieces, count); });
}

int ftruncate(int file, off_t size) noexcept {
  return static_cast<int>(
      changing(Operation::kTruncate, file, [&] { return ::syscall(SYS_ftruncate, file, size); }));
}

int fallocate(int file, int mode, off_t from, off_t size) {
  return static_cast<int>(changing(Operation::kAllocate, file, [&] {
    return ::syscall(SYS_fallocate, file, mode, from, size);
  }));
}

int posix_fallocate(int file, off_t from, off_t size) {
  return ::fallocate(file, 0, from, size) == 0 ? 0 : errno;
}

int sync_file_range(int file, off64_t from, off64_t size, unsigned flags) {
  return static_cast<int>(on_file(
      Operation::kWriteOut, file,
      [&] { return ::syscall(SYS_sync_file_range, file, from, size, flags); }, [](ShadowDisk&) {}));
}

int fsync(int file) { return sync_file(SYS_fsync, file); }
int fdatasync(int file) { return sync_file(SYS_fdatasync, file); }

int rename(const char* from, const char* to) noexcept {
  return on_path(
      Operation::kRename, from, [&] { return ::syscall(SYS_rename, from, to); },
      [&](ShadowDisk& at) { at.renamed(from, to); });
}

int link(const char* from, const char* to) noexcept {
  return on_path(
      Operation::kLink, to, [&] { return ::syscall(SYS_link, from, to); },
      [&](ShadowDisk& at) { at.linked(from, to); });
}

int unlink(const char* path) noexcept { return remove_at(AT_FDCWD, path, 0); }
int rmdir(const char* path) noexcept { return remove_at(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int folder, const char* path, int flags) noexcept {
  return remove_at(folder, path, flags);
}

int remove(const char* path) noexcept {
  const int removed = remove_at(AT_FDCWD, path, 0);
  return removed == 0 || errno != EISDIR ? removed : remove_at(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdir(const char* path, mode_t mode) noexcept {
  return on_path(
      Operation::kMakeFolder, path, [&] { return ::syscall(SYS_mkdir, path, mode); },
      [&](ShadowDisk& at) { at.made_folder(path); });
}

}  // extern "C"
