#include "bench/load/connections.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

namespace nemo::load {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

}  // namespace

std::int64_t steady_ns() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

Connections::Connections(const Endpoint& endpoint, std::size_t count)
    : endpoint_(endpoint), poll_(::epoll_create1(EPOLL_CLOEXEC)), connections_(count) {
  try {
    for (std::size_t number = 0; number < count; ++number) open(number);
  } catch (const Disconnected& ended) {
    ::close(poll_);
    throw LoadFailure{ended.reason + "; start the service, or name another by --url"};
  }
}

Connections::~Connections() { ::close(poll_); }

void Connections::open(std::size_t number) {
  connections_[number].stream = std::make_unique<Stream>(endpoint_);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = number;
  ::epoll_ctl(poll_, EPOLL_CTL_ADD, connections_[number].stream->descriptor(), &event);
}

void Connections::ask(std::size_t number, std::string_view request, Answered answered) {
  Connection& connection = connections_[number];
  connection.answered = std::move(answered);
  connection.asked_ns = steady_ns();
  connection.reader.next();
  ++under_way_;
  try {
    if (!connection.stream) {
      ++opened_anew_;
      open(number);
    }
    connection.stream->write(request);
  } catch (const Disconnected&) {
    failed_.push_back(number);
  }
}

void Connections::wait(std::int64_t until_ns) {
  if (!failed_.empty()) {
    for (const std::size_t number : std::exchange(failed_, {})) end(number);
    return;
  }
  const std::int64_t left = std::max<std::int64_t>(0, until_ns - steady_ns());
  const timespec patience{left / kNsPerSecond, left % kNsPerSecond};
  std::array<epoll_event, 256> events;
  const int count = ::epoll_pwait2(poll_, events.data(), events.size(), &patience, nullptr);
  if (count < 0 && errno != EINTR) {
    throw LoadFailure{"waiting for answers failed; epoll_pwait2 needs Linux 5.11"};
  }
  for (int i = 0; i < count; ++i) take(events[static_cast<std::size_t>(i)].data.u64);
}

void Connections::take(std::size_t number) {
  Connection& connection = connections_[number];
  if (!connection.stream) return;
  try {
    for (;;) {
      const std::string_view bytes = connection.stream->read();
      if (bytes.empty()) return;
      if (!connection.answered) throw Disconnected{"bytes that nobody asked for"};
      if (connection.reader.take(bytes)) break;
    }
  } catch (const Disconnected&) {
    return end(number);
  }
  if (connection.reader.closes()) connection.stream.reset();
  tell(connection, connection.reader.status());
}

// Closing a descriptor takes it out of the poll.
void Connections::end(std::size_t number) {
  Connection& connection = connections_[number];
  connection.stream.reset();
  if (connection.answered) tell(connection, 0);
}

void Connections::tell(Connection& connection, int status) {
  Answer answer{status, {}, connection.asked_ns, steady_ns()};
  if (status != 0) answer.body = connection.reader.body();
  --under_way_;
  const Answered answered = std::exchange(connection.answered, nullptr);
  answered(answer);
}

void Connections::abandon() {
  failed_.clear();
  for (std::size_t number = 0; number < size(); ++number) {
    if (connections_[number].answered) end(number);
  }
}

}  // namespace nemo::load
