#include "adapters/http/loop.h"

#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <utility>

#include "adapters/http/connection.h"

namespace nemo::http {
namespace {

constexpr std::chrono::milliseconds kTick{100};

// The format's words are English whatever the locale.
std::string imf_fixdate(std::time_t second) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  ::gmtime_r(&second, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[parts.tm_wday], parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900,
                parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text.data();
}

}  // namespace

std::int64_t steady_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Loop::Loop(std::shared_ptr<Service> service) : service_(std::move(service)) {}

Loop::~Loop() { end(); }

void Loop::start() {
  tick();
  thread_ = std::thread([this] { context_.run(); });
  thread_id_ = thread_.get_id();
}

void Loop::adopt(std::shared_ptr<Arrival> arrival) {
  asio::post(context_, [this, arrival = std::move(arrival)] {
    if (service_->draining) return;
    const std::uint64_t number = ++next_connection_;
    const auto made = std::make_shared<Connection>(*this, number, std::move(*arrival));
    connections_.emplace(number, made);
    made->start();
  });
}

void Loop::deliver(Answer answer) {
  if (std::this_thread::get_id() == thread_id_) return give(answer);
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  answers_.push_back(std::move(answer));
  if (answers_.size() == 1) asio::post(context_, [this] { take_answers(); });
}

void Loop::take_answers() {
  std::vector<Answer> answers;
  {
    const std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (Answer& answer : answers) give(answer);
}

void Loop::give(Answer& answer) {
  const auto found = connections_.find(answer.connection);
  if (found == connections_.end()) return;
  const std::shared_ptr<Connection> connection = found->second;
  connection->answer(answer.question, std::move(answer.response));
}

// Of those that are there now: a visit may end its connection.
template <class Visit>
void Loop::each(Visit&& visit) {
  std::vector<std::shared_ptr<Connection>> connections;
  connections.reserve(connections_.size());
  for (const auto& [number, connection] : connections_) connections.push_back(connection);
  for (const std::shared_ptr<Connection>& connection : connections) visit(*connection);
}

bool Loop::close_slowest_reader() {
  std::shared_ptr<Connection> slowest;
  for (const auto& [number, connection] : connections_) {
    const std::int64_t since = connection->unread_since_us();
    if (since < (slowest ? slowest->unread_since_us() : INT64_MAX)) slowest = connection;
  }
  if (slowest) slowest->give_way();
  return slowest != nullptr;
}

void Loop::drain() {
  asio::post(context_, [this] { each([](Connection& connection) { connection.drain(); }); });
}

void Loop::close_all() {
  asio::post(context_, [this] { each([](Connection& connection) { connection.close(); }); });
}

void Loop::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    answers_.clear();
  }
  if (!thread_.joinable()) return;
  context_.stop();
  thread_.join();
  timer_.cancel();
  each([](Connection& connection) { connection.close(); });
  // What was under way ends here, so that nothing keeps a connection but the loop itself.
  context_.restart();
  context_.poll();
}

void Loop::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    const std::int64_t now = steady_us();
    each([now](Connection& connection) { connection.look_at_time(now); });
    tick();
  });
}

std::string_view Loop::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    date_second_ = now;
    date_ = imf_fixdate(now);
  }
  return date_;
}

}  // namespace nemo::http
