#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "bench/load/stream.h"

namespace nemo::load {

// Nanoseconds of a clock that never goes back.
std::int64_t steady_ns();

struct Answer {
  int status = 0;         // 0: the connection ended without one
  std::string_view body;  // until the next question on the connection
  std::int64_t asked_ns = 0;
  std::int64_t answered_ns = 0;  // as soon as the answer was whole
};
using Answered = std::function<void(const Answer&)>;

// Kept-alive connections to one server, with one question at a time on each. One that has ended is
// opened anew by the next question on it. Thread rule: one thread.
class Connections {
 public:
  // Opens all of them. Throws LoadFailure.
  Connections(const Endpoint& endpoint, std::size_t count);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  std::size_t size() const { return connections_.size(); }
  std::size_t under_way() const { return under_way_; }
  std::int64_t opened_anew() const { return opened_anew_; }

  // Sends a request, whole, on the connection of that number, where nothing is under way.
  // `answered` is called within wait(), once, and may ask anew.
  void ask(std::size_t number, std::string_view request, Answered answered);

  // Waits until something has come, at most until then, and tells it. Throws LoadFailure where the
  // system cannot wait so.
  void wait(std::int64_t until_ns);

  // Gives up all that is under way: the answers are 0.
  void abandon();

 private:
  struct Connection {
    std::unique_ptr<Stream> stream;  // nullptr: ended
    AnswerReader reader;
    Answered answered;  // empty: nothing is under way
    std::int64_t asked_ns = 0;
  };
  void open(std::size_t number);
  void take(std::size_t number);
  void end(std::size_t number);
  void tell(Connection& connection, int status);

  const Endpoint& endpoint_;
  int poll_ = -1;
  std::vector<Connection> connections_;
  std::vector<std::size_t> failed_;  // could not be asked: told by the next wait()
  std::size_t under_way_ = 0;
  std::int64_t opened_anew_ = 0;
};

}  // namespace nemo::load
