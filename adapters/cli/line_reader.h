#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/cli/stop_signal.h"
#include "events/wire/unreadable_record.h"

namespace nemo {

// A file descriptor read line by line, as the lines come. The last line needs no newline. Blank
// lines are passed over. Memory is bounded: of a line beyond kLineBytesMax only what a record too
// long keeps is held. Thread rule: one thread.
class LineReader {
 public:
  enum class Next : std::uint8_t {
    kLine,     // line() is the next one, good until the next call
    kTooLong,  // take_too_long() is what is kept of it
    kNotYet,   // none can be had without waiting
    kEnd,      // the input's end, or a signal to stop
  };

  // Reads `descriptor`, which stays the caller's; `name` is for messages.
  LineReader(int descriptor, std::string name, StopSignal& stop)
      : descriptor_(descriptor), name_(std::move(name)), stop_(stop) {}

  // With `wait`, waits for input rather than to give kNotYet. Throws Failure (2) for an input that
  // cannot be read.
  Next next(bool wait);

  std::string_view line() const { return line_; }
  Envelope take_too_long() { return too_long_.finish(); }
  // Lines taken so far, blank ones too: the number of the last.
  std::uint64_t lines_taken() const { return lines_taken_; }
  // Whether all of the input was taken.
  bool finished() const { return ended_ && begin_ == buffer_.size(); }
  const std::string& name() const { return name_; }

 private:
  bool take_line();
  bool take_last();
  bool set_line(std::string_view line);
  void pass_on(std::string_view piece);
  bool readable(bool wait);
  void read_more();

  int descriptor_;
  std::string name_;
  StopSignal& stop_;
  std::string buffer_;
  std::size_t begin_ = 0;     // of what is not taken yet
  std::size_t searched_ = 0;  // no newline before it
  std::uint64_t lines_taken_ = 0;
  bool ended_ = false;
  bool in_too_long_ = false;
  bool too_long_is_blank_ = true;
  bool found_too_long_ = false;
  TooLongRecord too_long_;
  std::string_view line_;
};

// stdin or a file opened for reading. Closes what it opened.
class InputFile {
 public:
  // "" and "-" are stdin. Throws Failure (2) naming the file.
  explicit InputFile(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  int descriptor() const { return descriptor_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  int descriptor_;
};

}  // namespace nemo
