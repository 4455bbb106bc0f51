#include "adapters/cli/line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "adapters/daemon/ledger.h"
#include "events/wire/record_json.h"

namespace nemo {
namespace {

constexpr std::size_t kChunkBytes = 1 << 18;

[[noreturn]] void fail_to_read(const std::string& name, int error) {
  throw Failure{2, name + ": cannot be read: " + std::strerror(error) +
                       "; name a file of records, or - for stdin"};
}

}  // namespace

LineReader::Next LineReader::next(bool wait) {
  while (true) {
    if (stop_.stopped()) return Next::kEnd;
    found_too_long_ = false;
    if (take_line() || (ended_ && take_last())) {
      return found_too_long_ ? Next::kTooLong : Next::kLine;
    }
    if (ended_) return Next::kEnd;
    if (!readable(wait)) {
      if (!wait) return Next::kNotYet;
      continue;  // a signal
    }
    read_more();
  }
}

// A whole line of the buffer that is not blank.
bool LineReader::take_line() {
  while (true) {
    const std::size_t end = buffer_.find('\n', searched_);
    if (end == std::string::npos) {
      searched_ = buffer_.size();
      if (buffer_.size() - begin_ > kLineBytesMax || in_too_long_) {
        pass_on(std::string_view(buffer_).substr(begin_));
        begin_ = searched_;
      }
      return false;
    }
    const std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
    begin_ = searched_ = end + 1;
    ++lines_taken_;
    if (set_line(line)) return true;
  }
}

// What stands after the last newline, at the input's end.
bool LineReader::take_last() {
  const std::string_view line = std::string_view(buffer_).substr(begin_);
  begin_ = searched_ = buffer_.size();
  lines_taken_ += in_too_long_ || !line.empty();
  return (in_too_long_ || !line.empty()) && set_line(line);
}

// False for a line that is passed over.
bool LineReader::set_line(std::string_view line) {
  if (in_too_long_ || line.size() > kLineBytesMax) {
    pass_on(line);
    in_too_long_ = false;
    found_too_long_ = true;
    if (!too_long_is_blank_) return true;
    too_long_.finish();
    found_too_long_ = false;
    return false;
  }
  line_ = line;
  return !is_blank_line(line);
}

void LineReader::pass_on(std::string_view piece) {
  if (!in_too_long_) too_long_is_blank_ = true;
  in_too_long_ = true;
  too_long_is_blank_ = too_long_is_blank_ && is_blank_line(piece);
  too_long_.add(piece);
}

bool LineReader::readable(bool wait) {
  std::array<pollfd, 2> sources{{{descriptor_, POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}}};
  while (::poll(sources.data(), sources.size(), wait ? -1 : 0) < 0) {
    if (errno != EINTR) fail_to_read(name_, errno);
  }
  return sources[0].revents != 0 && sources[1].revents == 0;
}

void LineReader::read_more() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
  }
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kChunkBytes);
  const ssize_t got = ::read(descriptor_, buffer_.data() + held, kChunkBytes);
  const int error = errno;
  buffer_.resize(held + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (got < 0 && error != EINTR && error != EAGAIN) fail_to_read(name_, error);
  ended_ = got == 0;
}

InputFile::InputFile(const std::string& path)
    : name_(path.empty() || path == "-" ? "stdin" : path),
      descriptor_(name_ == "stdin" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail_to_read(name_, errno);
  struct stat about {};
  if (::fstat(descriptor_, &about) == 0 && S_ISDIR(about.st_mode)) fail_to_read(name_, EISDIR);
}

InputFile::~InputFile() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

}  // namespace nemo
