#include "tests/crash/plain_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace nemo::crash {
namespace {

void check(bool done, const std::string& path) {
  if (done) return;
  std::fprintf(stderr, "%s: %s\n", path.c_str(), std::strerror(errno));
  ::syscall(SYS_exit_group, 70);
}

int open_plain(const std::string& path, int flags) {
  const long file = ::syscall(SYS_openat, AT_FDCWD, path.c_str(), flags | O_CLOEXEC, 0644);
  check(file >= 0, path);
  return static_cast<int>(file);
}

void close_plain(int file) { ::syscall(SYS_close, file); }

}  // namespace

std::string read_plain(const std::string& path) {
  const int file = open_plain(path, O_RDONLY);
  std::string bytes(size_of(file), '\0');
  std::size_t place = 0;
  while (place < bytes.size()) {
    const long got =
        ::syscall(SYS_pread64, file, bytes.data() + place, bytes.size() - place, place);
    check(got >= 0, path);
    if (got == 0) break;
    place += static_cast<std::size_t>(got);
  }
  bytes.resize(place);
  close_plain(file);
  return bytes;
}

void write_plain(const std::string& path, std::string_view bytes) {
  const int file = open_plain(path, O_WRONLY | O_CREAT | O_TRUNC);
  while (!bytes.empty()) {
    const long written = ::syscall(SYS_write, file, bytes.data(), bytes.size());
    check(written > 0, path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  close_plain(file);
}

void turn_bits(const std::string& path, std::uint64_t place, std::uint8_t mask) {
  const int file = open_plain(path, O_RDWR);
  std::uint8_t byte = 0;
  check(::syscall(SYS_pread64, file, &byte, 1, place) == 1, path);
  byte ^= mask;
  check(::syscall(SYS_pwrite64, file, &byte, 1, place) == 1, path);
  close_plain(file);
}

void make_plain_folder(const std::string& path) {
  const long made = ::syscall(SYS_mkdirat, AT_FDCWD, path.c_str(), 0755);
  check(made == 0 || errno == EEXIST, path);
}

std::uint64_t size_of(int descriptor) {
  struct stat found {};
  check(::fstat(descriptor, &found) == 0, "a descriptor");
  return static_cast<std::uint64_t>(found.st_size);
}

}  // namespace nemo::crash
