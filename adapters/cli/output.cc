#include "adapters/cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "adapters/daemon/ledger.h"

namespace nemo {
namespace {

[[noreturn]] void fail(const std::string& name, const std::string& fix) {
  throw Failure{2, name + ": cannot be written: " + std::strerror(errno) + "; " + fix};
}

int open_new(const std::string& path, const std::string& name) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) fail(name, "name a file in a directory that can be written");
  return descriptor;
}

}  // namespace

void Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    buffer_.clear();
    if (errno == EPIPE) throw OutputClosed{};
    fail(name_, errno == ENOSPC ? "make room and ask again" : "check where the output goes");
  }
  buffer_.clear();
}

OutputStream::OutputStream(const std::string& path)
    : descriptor_(path == "-" ? STDOUT_FILENO : open_new(path, path)),
      output_(descriptor_, path == "-" ? "stdout" : path) {}

OutputStream::~OutputStream() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)),
      temporary_(path_ + ".part"),
      descriptor_(open_new(temporary_, path_)),
      output_(descriptor_, path_) {}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

void OutputFile::commit() {
  output_.flush();
  if (::fsync(descriptor_) != 0 && errno != EINVAL) fail(path_, "check the disk");
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_, "check the directory");
  ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace nemo
