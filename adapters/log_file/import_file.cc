#include "adapters/log_file/import_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "adapters/log_file/gunzip_stream.h"
#include "adapters/log_file/log_file.h"

namespace nemo {
namespace {

constexpr std::size_t kBeginningBytes = 1 << 16;
constexpr std::string_view kBlank = " \t\r\n";

[[noreturn]] void fail_reading() {
  throw LogFileFailure(
      0, std::string("cannot be read: ") + std::strerror(errno) + "; name a file that can be");
}

[[noreturn]] void fail_keeping() {
  const std::string reason = std::strerror(errno);
  std::error_code ignored;
  throw LogFileFailure(0, "what is packed or comes through a pipe is kept in " +
                              std::filesystem::temp_directory_path(ignored).string() +
                              " while it is imported, and cannot be: " + reason +
                              "; nothing imported; free some space there, set TMPDIR, or give a "
                              "plain file");
}

// Up to the whole of `bytes`; less only at the end.
std::string read_up_to(int descriptor, std::size_t bytes) {
  std::string text(bytes, '\0');
  std::size_t held = 0;
  while (held < bytes) {
    const ssize_t got = ::read(descriptor, text.data() + held, bytes - held);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_reading();
    if (got == 0) break;
    held += static_cast<std::size_t>(got);
  }
  text.resize(held);
  return text;
}

// A temporary file without a name.
class Keeping {
 public:
  Keeping() {
    std::error_code ignored;
    std::string path =
        (std::filesystem::temp_directory_path(ignored) / "nemo-import-XXXXXX").string();
    file_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) fail_keeping();
    ::unlink(path.c_str());
  }
  ~Keeping() {
    if (file_ >= 0) ::close(file_);
  }
  Keeping(const Keeping&) = delete;
  Keeping& operator=(const Keeping&) = delete;

  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail_keeping();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  // The file, which is the caller's from now on.
  int release() { return std::exchange(file_, -1); }

 private:
  int file_;
};

// A plain copy of what begins with `piece`.
int plain_copy(int descriptor, std::string piece) {
  Keeping copy;
  const auto sink = [&copy](std::string_view bytes) { copy.add(bytes); };
  std::optional<log_file::GunzipStream> gunzip;
  if (log_file::is_gzip(piece)) gunzip.emplace();
  for (; !piece.empty(); piece = read_up_to(descriptor, kBeginningBytes)) {
    gunzip ? gunzip->add(piece, sink) : sink(piece);
  }
  if (gunzip) gunzip->finish();
  return copy.release();
}

// Whether it can be read again from where it stands, which is its start.
bool rewinds(int descriptor) {
  struct stat about {};
  return ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) &&
         ::lseek(descriptor, 0, SEEK_CUR) == 0;
}

void rewind(int descriptor) {
  if (::lseek(descriptor, 0, SEEK_SET) < 0) fail_reading();
}

}  // namespace

ImportKind import_kind(std::string_view beginning) {
  const bool cut = beginning.size() >= kBeginningBytes;
  beginning.remove_prefix(std::min(beginning.find_first_not_of(kBlank), beginning.size()));
  if (!beginning.starts_with('{')) return ImportKind::kOther;
  const std::size_t end = beginning.find('\n');
  if (end == std::string_view::npos && cut) return ImportKind::kRecords;  // no header is so long
  boost::json::error_code error;
  const boost::json::value line = boost::json::parse(beginning.substr(0, end), error);
  if (error || !line.is_object()) return ImportKind::kOther;
  return line.get_object().contains("nemo_log_export") ? ImportKind::kLog : ImportKind::kRecords;
}

ImportFile::ImportFile(int descriptor)
    : given_(descriptor), buffer_(descriptor), stream_(&buffer_) {
  const bool again = rewinds(given_);
  std::string beginning = read_up_to(given_, kBeginningBytes);
  packed_ = log_file::is_gzip(beginning);
  if (packed_ || !again) kept_ = plain_copy(given_, std::move(beginning));
  buffer_.change_to(this->descriptor());
  stream_.exceptions(std::ios::badbit);  // what the buffer throws is thrown on as it is
  rewind(this->descriptor());
  kind_ = import_kind(read_up_to(this->descriptor(), kBeginningBytes));
  rewind(this->descriptor());
}

ImportFile::~ImportFile() {
  if (kept_ >= 0) ::close(kept_);
}

}  // namespace nemo
