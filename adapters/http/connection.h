#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/http/input_buffer.h"
#include "adapters/http/loop.h"
#include "adapters/http/turn.h"

namespace nemo::http {

// A client's connection: handshake, then turn after turn of one request and its answer; the next
// request is read when the answer before is written. Thread rule: its loop's thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // The loop outlives it.
  Connection(Loop& loop, std::uint64_t number, Arrival arrival);

  void start();
  // Passed over where the question is not the one that waits.
  void answer(std::uint64_t question, Response response);
  // Since when a counted answer is being written; INT64_MAX: there is none.
  std::int64_t unread_since_us() const;
  // Ends it because its client reads too slowly.
  void give_way();
  // Ends what has taken too long.
  void look_at_time(std::int64_t now_us);
  // Ends it if it is idle; a request that is under way is its last.
  void drain();
  void close();

 private:
  enum class Phase : std::uint8_t {
    kHandshake,
    kIdle,
    kHead,
    kBody,
    kHandling,
    kWriting,
    kLinger,
    kClosed
  };
  using Step = void (Connection::*)();

  // connection.cc
  void enter(Phase phase, std::int64_t patience_ms);
  bool is_reading() const;
  void linger();
  void discard();
  // connection_reading.cc
  void await_request();
  void begin_head();
  void read_head();
  void take_head(std::size_t size);
  void begin_body();
  void invite_body();
  void read_body();
  bool take_body();
  bool take_chunks();
  bool claim();
  void unclaim();
  void read_more(std::size_t size, Step next);
  void refuse(const Refusal& refusal);
  // connection_answering.cc
  void dispatch();
  Respond respond_once();
  void write_answer(Response response);
  bool count_unread(const std::string& body);
  void compose(Response response);
  void on_written(const boost::system::error_code& error);
  void end_turn(bool whole);
  void log(bool whole);

  Loop& loop_;
  Service& service_;
  std::uint64_t number_;
  std::unique_ptr<Admissions::Place> place_;
  std::string peer_;
  Transport transport_;
  InputBuffer input_;
  Turn turn_;
  std::string output_;
  std::shared_ptr<const std::string> large_body_;  // behind the output
  Phase phase_ = Phase::kHandshake;
  std::int64_t deadline_us_ = INT64_MAX;
  bool read_under_way_ = false;
  bool invitation_under_way_ = false;
};

}  // namespace nemo::http
