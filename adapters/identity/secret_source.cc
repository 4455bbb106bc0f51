#include "adapters/identity/secret_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace nemo::identity {
namespace {

constexpr std::string_view kFile = "file:";
constexpr std::string_view kDescriptor = "fd:";

class Opened {
 public:
  explicit Opened(int number) : number_(number) {}
  ~Opened() {
    if (number_ >= 0) ::close(number_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

// What a source says: where it lies, for messages, and its descriptor.
struct Source {
  std::string place;  // "NAME: PATH"
  std::string path;   // empty: there is none
  int descriptor = -1;
};

[[noreturn]] void fail(const Source& source, const std::string& reason) {
  throw SecretUnusable{source.place + ": " + reason};
}

[[noreturn]] void fail_by_errno(const Source& source, const char* deed) {
  fail(source, std::string("cannot ") + deed + ": " + std::strerror(errno) +
                   "; check that it is there and this user may read it");
}

// Standard output and error are nobody's secrets.
std::optional<int> descriptor_of(std::string_view text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number < 0 || number == STDOUT_FILENO || number == STDERR_FILENO) {
    return std::nullopt;
  }
  return number;
}

Source open_source(const std::string& text, const std::string& name) {
  if (text.starts_with(kFile) && text.size() > kFile.size()) {
    Source source{name + ": " + text.substr(kFile.size()), text.substr(kFile.size())};
    source.descriptor = ::open(source.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source.descriptor < 0) fail_by_errno(source, "open");
    return source;
  }
  if (text.starts_with(kDescriptor)) {
    if (const auto number = descriptor_of(std::string_view(text).substr(kDescriptor.size()))) {
      return {name + ": descriptor " + std::to_string(*number), {}, *number};
    }
  }
  // The text is not shown: it may be the secret itself.
  throw SecretUnusable{name + ": neither file:PATH nor fd:N; put the secret into a file"};
}

void check_private(const Source& source) {
  struct stat status {};
  if (::fstat(source.descriptor, &status) != 0) fail_by_errno(source, "read");
  if (!S_ISREG(status.st_mode)) {
    if (!source.path.empty()) fail(source, "it is no regular file; name one, or use fd:N");
    return;
  }
  if ((status.st_mode & 077) != 0) {
    const std::string fix = source.path.empty() ? "chmod 600 it" : "chmod 600 " + source.path;
    fail(source, "others than its owner may open it; " + fix + ", and rotate the secret");
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    fail(source, "it belongs to another user; chown it to the one that runs this");
  }
}

Secret read_all(const Source& source) {
  Secret bytes(kSecretSourceBytesMax + 1);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(source.descriptor, bytes.writable() + size, bytes.size() - size);
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_by_errno(source, "read");
    size += static_cast<std::size_t>(got);
  }
  if (size > kSecretSourceBytesMax) {
    fail(source, "longer than " + std::to_string(kSecretSourceBytesMax) + " bytes: no secret");
  }
  bytes.shorten(size);
  return bytes;
}

void drop_line_end(Secret& bytes) {
  std::string_view text = bytes.revealed();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.size() < bytes.size() && text.ends_with('\r')) text.remove_suffix(1);
  bytes.shorten(text.size());
}

}  // namespace

Secret read_secret(const std::string& source, const std::string& name) {
  const Source opened = open_source(source, name);
  const Opened closing(opened.descriptor);
  check_private(opened);
  Secret bytes = read_all(opened);
  drop_line_end(bytes);
  if (bytes.empty()) fail(opened, "it is empty; write the secret into it");
  return bytes;
}

std::vector<std::string> secret_sources(const std::string& files) {
  std::vector<std::string> sources;
  for (std::size_t at = 0; at < files.size();) {
    const std::size_t comma = std::min(files.find(',', at), files.size());
    const std::string one = files.substr(at, comma - at);
    sources.push_back(one.starts_with("fd:") ? one : "file:" + one);
    at = comma + 1;
  }
  return sources;
}

}  // namespace nemo::identity
