#include "adapters/http/connection.h"

namespace nemo::http {

Connection::Connection(Loop& loop, std::uint64_t number, Arrival arrival)
    : loop_(loop),
      service_(loop.service()),
      number_(number),
      place_(std::move(arrival.place)),
      peer_(std::move(arrival.peer)),
      transport_(std::move(arrival.socket), arrival.tls),
      turn_(service_.options.head, 0) {}

void Connection::start() {
  if (!transport_.is_tls()) return await_request();
  enter(Phase::kHandshake, service_.options.connection.handshake_ms);
  transport_.handshake([self = shared_from_this()](const boost::system::error_code& error) {
    if (self->phase_ != Phase::kHandshake) return;
    if (!error) return self->await_request();
    Metering::add(self->service_.metering.handshakes_failed);
    self->close();
  });
}

void Connection::enter(Phase phase, std::int64_t patience_ms) {
  phase_ = phase;
  deadline_us_ = steady_us() + patience_ms * 1'000;
}

bool Connection::is_reading() const {
  return phase_ == Phase::kIdle || phase_ == Phase::kHead || phase_ == Phase::kBody;
}

void Connection::look_at_time(std::int64_t now_us) {
  if (now_us < deadline_us_) return;
  deadline_us_ = INT64_MAX;
  switch (phase_) {
    case Phase::kHandshake:
      Metering::add(service_.metering.handshakes_failed);
      return close();
    case Phase::kHead:
      return refuse({408, "the head came too slowly"});
    case Phase::kBody:
      return refuse({408, "the body came too slowly"});
    case Phase::kWriting:
      return give_way();
    case Phase::kIdle:
    case Phase::kLinger:
      return close();
    case Phase::kHandling:
    case Phase::kClosed:
      return;
  }
}

std::int64_t Connection::unread_since_us() const {
  return phase_ == Phase::kWriting && turn_.unread_bytes > 0 ? turn_.answered_us : INT64_MAX;
}

void Connection::give_way() {
  Metering::add(service_.metering.slow_readers);
  close();
}

void Connection::drain() {
  if (phase_ == Phase::kIdle || phase_ == Phase::kHandshake) close();
}

// The client may still be sending: closing at once would reset the connection, and the answer might
// be lost with it.
void Connection::linger() {
  if (read_under_way_) return close();
  enter(Phase::kLinger, service_.options.connection.linger_ms);
  input_ = InputBuffer();
  transport_.finish([self = shared_from_this()] { self->discard(); });
}

void Connection::discard() {
  if (phase_ != Phase::kLinger) return;
  char* thrown_away = input_.room(4'096);
  transport_.read_raw(asio::buffer(thrown_away, input_.room_size()),
                      [self = shared_from_this()](const auto& error, std::size_t) {
                        if (error) return self->close();
                        self->discard();
                      });
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  const auto self = shared_from_this();
  const bool in_turn =
      phase_ != Phase::kHandshake && phase_ != Phase::kIdle && phase_ != Phase::kLinger;
  if (in_turn) end_turn(false);
  phase_ = Phase::kClosed;
  transport_.close();
  place_.reset();
  loop_.forget(number_);
}

}  // namespace nemo::http
