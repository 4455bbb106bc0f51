#pragma once

#include <string>
#include <string_view>

namespace nemo {

// Thrown when whoever read our output has gone (EPIPE).
struct OutputClosed {};

// A buffered file descriptor to write to. `flush` writes all; it throws OutputClosed when the
// reader has gone, Failure (2) where nothing more can be written, naming the output.
class Output {
 public:
  Output(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  static Output standard() { return Output(1, "stdout"); }

  void write(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= kBufferBytes) flush();
  }
  // For those that append to a string.
  std::string& buffer() { return buffer_; }
  void flush();

 private:
  static constexpr std::size_t kBufferBytes = 1 << 16;
  int descriptor_;
  std::string name_;
  std::string buffer_;
};

// A file that grows as it is written, or stdout for "-". Throws Failure (2).
class OutputStream {
 public:
  explicit OutputStream(const std::string& path);
  ~OutputStream();
  OutputStream(const OutputStream&) = delete;
  OutputStream& operator=(const OutputStream&) = delete;

  Output& output() { return output_; }

 private:
  int descriptor_;
  Output output_;
};

// A file written beside its name and put in place by `commit`, after fsync; gone if that is not
// called. Throws Failure (2).
class OutputFile {
 public:
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Output& output() { return output_; }
  void commit();

 private:
  std::string path_;
  std::string temporary_;
  int descriptor_;
  Output output_;
};

}  // namespace nemo
