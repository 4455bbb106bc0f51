#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nemo::load {

// What ended a connection: its peer, a limit of time, or bytes that are no answer.
struct Disconnected {
  std::string reason;
};

// Reads the answers of a connection, one after the other, from bytes in any pieces: HTTP/1.1 with a
// Content-Length, as the service writes them; to a request that is no HEAD.
class AnswerReader {
 public:
  // Takes all bytes; true once the answer is whole. Throws Disconnected for what is no such answer,
  // and for bytes behind a whole one, since nothing was asked for that they could answer.
  bool take(std::string_view bytes);

  // Of a whole answer, until next().
  int status() const { return status_; }
  std::string_view body() const { return std::string_view(received_).substr(head_size_); }
  bool closes() const { return closes_; }

  void next();

 private:
  void read_head();
  void read_field(std::string_view line);

  std::string received_;
  std::size_t head_size_ = 0;  // 0: the head is not whole
  std::size_t body_size_ = 0;
  bool has_size_ = false;
  bool closes_ = false;
  int status_ = 0;
};

}  // namespace nemo::load
