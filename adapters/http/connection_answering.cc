#include <atomic>
#include <utility>

#include "adapters/http/connection.h"

namespace nemo::http {
namespace {

// Up to here a body is written as one piece with its head, in one TLS record.
constexpr std::size_t kOnePieceMax = 16 * 1024 - 1024;
constexpr std::size_t kHeadRoom = 768;

// What a Respond and its copies share.
class Exchange {
 public:
  Exchange(std::shared_ptr<Loop> loop, std::uint64_t connection, std::uint64_t question)
      : loop_(std::move(loop)), connection_(connection), question_(question) {}
  ~Exchange() {
    if (answered_) return;
    Metering::add(loop_->service().metering.handler_faults);
    loop_->deliver({connection_, question_, fault_response()});
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void answer(Response response) {
    if (answered_.exchange(true)) return;
    loop_->deliver({connection_, question_, std::move(response)});
  }

 private:
  std::shared_ptr<Loop> loop_;
  std::uint64_t connection_;
  std::uint64_t question_;
  std::atomic<bool> answered_{false};
};

}  // namespace

Respond Connection::respond_once() {
  auto exchange = std::make_shared<Exchange>(loop_.shared_from_this(), number_, turn_.number);
  return [exchange = std::move(exchange)](Response response) {
    exchange->answer(std::move(response));
  };
}

void Connection::dispatch() {
  phase_ = Phase::kHandling;
  deadline_us_ = INT64_MAX;
  turn_.whole_us = steady_us();
  Metering::add(service_.metering.requests);
  Request request{std::move(turn_.head), std::move(turn_.body), turn_.request_id, peer_};
  try {
    service_.handler(std::move(request), respond_once());
  } catch (...) {
    // The Respond went with what was thrown: it has answered, or is kept and will.
  }
}

void Connection::answer(std::uint64_t question, Response response) {
  if (phase_ != Phase::kHandling || question != turn_.number) return;
  if (!is_sound(response)) {
    Metering::add(service_.metering.handler_faults);
    response = fault_response();
  }
  if (!count_unread(response.body)) {
    constexpr Refusal kNoRoom{503, "too many answers are read too slowly"};
    service_.metering.refused(kNoRoom.reason);
    response = refusal_response(kNoRoom);
  }
  write_answer(std::move(response));
}

// False when all answers together would take too much, even without the slowest readers of the
// loop.
bool Connection::count_unread(const std::string& body) {
  const ConnectionLimits& limits = service_.options.connection;
  if (body.capacity() <= limits.uncounted_bytes || turn_.head_only) return true;
  const std::uint64_t more = body.capacity() - limits.uncounted_bytes;
  while (service_.unread_bytes.fetch_add(more) + more > limits.unread_bytes_max) {
    service_.unread_bytes.fetch_sub(more);
    if (!loop_.close_slowest_reader()) return false;
  }
  turn_.unread_bytes = more;
  return true;
}

void Connection::write_answer(Response response) {
  turn_.answered_us = steady_us();
  turn_.status = response.status;
  turn_.cause = std::move(response.cause);
  turn_.close = turn_.close || response.close || service_.draining;
  compose(std::move(response));
  turn_.bytes_out = output_.size() + (large_body_ ? large_body_->size() : 0);
  const ConnectionLimits& limits = service_.options.connection;
  const auto bytes = static_cast<std::int64_t>(turn_.bytes_out);
  enter(Phase::kWriting, limits.write_ms + bytes * 1'000 / limits.bytes_per_second_min);
  const Transport::Buffers buffers{asio::buffer(output_),
                                   large_body_ ? asio::buffer(*large_body_) : asio::const_buffer()};
  // A part that was written before the connection is closed lets the next one begin after it.
  const auto done = [self = shared_from_this(), body = large_body_](const auto& error, auto) {
    if (self->phase_ == Phase::kWriting) self->on_written(error);
  };
  transport_.write(buffers, done);
}

void Connection::compose(Response response) {
  const AnswerFrame frame{transport_.is_tls(),
                          turn_.head_only,
                          turn_.close,
                          turn_.request_id,
                          loop_.date(),
                          turn_.traceparent,
                          turn_.trace ? std::string_view(turn_.trace->state) : ""};
  const std::size_t size = response.content().size();
  const bool one_piece = size <= kOnePieceMax;
  output_.clear();
  output_.reserve(kHeadRoom + (one_piece ? size : 0));
  append_answer_head(response, frame, output_);
  if (!has_body(response, frame)) return;
  if (one_piece) {
    output_.append(response.content());
  } else if (response.shared_body) {
    large_body_ = std::move(response.shared_body);
  } else {
    large_body_ = std::make_shared<const std::string>(std::move(response.body));
  }
}

void Connection::on_written(const boost::system::error_code& error) {
  if (error) return close();
  end_turn(true);
  if (turn_.close) return linger();
  await_request();
}

void Connection::end_turn(bool whole) {
  if (whole) Metering::add(service_.metering.bytes_out, turn_.bytes_out);
  unclaim();
  service_.unread_bytes.fetch_sub(turn_.unread_bytes);
  turn_.unread_bytes = 0;
  large_body_.reset();
  if (service_.options.access_log) log(whole);
}

void Connection::log(bool whole) {
  const std::int64_t now = steady_us();
  AccessRecord record;
  record.method = turn_.method;
  record.path = turn_.path;
  record.status = turn_.status;
  record.whole = whole;
  record.begun_ms = turn_.begun_ms;
  record.handled_us =
      turn_.whole_us == 0 ? 0 : std::max(turn_.answered_us, turn_.whole_us) - turn_.whole_us;
  record.total_us = now - turn_.begun_us;
  record.bytes_in = turn_.bytes_in;
  record.bytes_out = whole ? turn_.bytes_out : 0;
  record.request_id = turn_.request_id;
  if (turn_.trace) record.trace_id = turn_.trace->trace_id;
  record.cause = turn_.cause;
  record.peer = peer_;
  service_.options.access_log(record);
}

}  // namespace nemo::http
