#include <algorithm>
#include <chrono>

#include "adapters/http/connection.h"
#include "adapters/http/gate.h"

namespace nemo::http {
namespace {

constexpr std::size_t kHeadRead = 4 * 1024;
constexpr std::size_t kBodyRead = 16 * 1024;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::int64_t wall_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

void Connection::await_request() {
  turn_ = Turn(service_.options.head, turn_.number + 1);
  enter(Phase::kIdle, service_.options.connection.idle_ms);
  if (input_.empty()) {
    if (service_.draining) return close();
    input_.shrink(kHeadRead);
  }
  read_head();
}

void Connection::begin_head() {
  enter(Phase::kHead, service_.options.connection.head_ms);
  turn_.begun_ms = wall_ms();
  turn_.begun_us = steady_us();
}

void Connection::read_head() {
  if (phase_ == Phase::kIdle && !input_.empty()) begin_head();
  const HeadScanner::Found found = turn_.scanner.scan(input_.bytes());
  switch (found.state) {
    case HeadScanner::State::kRefused:
      return refuse(found.refusal);
    case HeadScanner::State::kMore:
      return read_more(kHeadRead, &Connection::read_head);
    case HeadScanner::State::kComplete:
      return take_head(found.size);
  }
}

void Connection::take_head(std::size_t size) {
  Verdict verdict = judge_scanned_head(input_.bytes().substr(0, size), service_.options.head);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) return refuse(*refusal);
  input_.take(size);
  turn_.head = std::get<RequestHead>(std::move(verdict));
  turn_.bytes_in = size;
  turn_.head_only = turn_.head.method == Method::kHead;
  turn_.close = !turn_.head.keep_alive;
  turn_.method = method_name(turn_.head.method);
  turn_.path = turn_.head.path;
  turn_.request_id = service_.request_ids.id_of(turn_.head.field("x-request-id"));
  turn_.trace = trace_of(turn_.head);
  if (turn_.trace) {
    turn_.traceparent = format_traceparent(*turn_.trace, service_.span_ids.next());
  }
  if (turn_.head.framing.kind == Framing::Kind::kNone) return dispatch();
  begin_body();
}

void Connection::begin_body() {
  enter(Phase::kBody, service_.options.connection.body_ms);
  turn_.body_begun_us = steady_us();
  if (turn_.head.expects_continue && input_.empty()) return invite_body();
  read_body();
}

void Connection::invite_body() {
  const Transport::Buffers buffers{asio::buffer(kContinue), asio::const_buffer()};
  invitation_under_way_ = true;
  transport_.write(buffers, [self = shared_from_this()](const auto& error, std::size_t) {
    self->invitation_under_way_ = false;
    if (self->phase_ != Phase::kBody) return;
    if (error) return self->close();
    self->read_body();
  });
}

void Connection::read_body() {
  const bool chunked = turn_.head.framing.kind == Framing::Kind::kChunked;
  const std::size_t before = input_.bytes().size();
  const bool whole = chunked ? take_chunks() : take_body();
  if (phase_ != Phase::kBody) return;
  turn_.bytes_in += before - input_.bytes().size();
  if (!claim()) return refuse({503, "too many bodies arrive at a time"});
  if (whole) return dispatch();
  const ConnectionLimits& limits = service_.options.connection;
  const auto received = static_cast<std::int64_t>(turn_.body.size());
  deadline_us_ = turn_.body_begun_us + limits.body_ms * 1'000 +
                 received * 1'000'000 / limits.bytes_per_second_min;
  read_more(kBodyRead, &Connection::read_body);
}

// True once the body is whole.
bool Connection::take_body() {
  const std::string_view bytes = input_.bytes();
  const std::size_t left = turn_.head.framing.length - turn_.body.size();
  const std::size_t part = std::min(left, bytes.size());
  turn_.body.append(bytes.substr(0, part));
  input_.take(part);
  return part == left;
}

// The same; a refusal ends the phase.
bool Connection::take_chunks() {
  std::string_view bytes = input_.bytes();
  const std::size_t before = bytes.size();
  const ChunkDecoder::State state = turn_.chunks.feed(bytes, turn_.body);
  input_.take(before - bytes.size());
  if (state == ChunkDecoder::State::kRefused) refuse(turn_.chunks.refusal());
  return state == ChunkDecoder::State::kDone;
}

// False when all bodies together would take too much: then this one takes nothing any more, so that
// it stands in nobody's way while its refusal is written.
bool Connection::claim() {
  const ConnectionLimits& limits = service_.options.connection;
  const std::uint64_t counted =
      std::max<std::uint64_t>(turn_.body.size(), limits.uncounted_bytes) - limits.uncounted_bytes;
  const std::uint64_t more = counted - turn_.claimed_bytes;
  if (more == 0) return true;
  turn_.claimed_bytes += more;
  const std::uint64_t before = service_.buffered_bytes.fetch_add(more);
  if (before + more <= limits.buffered_bytes_max) return true;
  unclaim();
  turn_.body = std::string();
  return false;
}

void Connection::unclaim() {
  service_.buffered_bytes.fetch_sub(turn_.claimed_bytes);
  turn_.claimed_bytes = 0;
}

void Connection::read_more(std::size_t size, Step next) {
  char* room = input_.room(size);
  read_under_way_ = true;
  transport_.read_some(asio::buffer(room, input_.room_size()),
                       [self = shared_from_this(), next](const auto& error, std::size_t count) {
                         self->read_under_way_ = false;
                         if (!self->is_reading()) return;
                         if (error) return self->close();
                         Metering::add(self->service_.metering.bytes_in, count);
                         self->input_.added(count);
                         (self.get()->*next)();
                       });
}

void Connection::refuse(const Refusal& refusal) {
  service_.metering.refused(refusal.reason);
  if (invitation_under_way_) return close();  // one write at a time
  if (phase_ != Phase::kBody) turn_.head_only = input_.bytes().starts_with("HEAD ");
  if (turn_.request_id.empty()) turn_.request_id = service_.request_ids.id_of(nullptr);
  write_answer(refusal_response(refusal));
}

}  // namespace nemo::http
