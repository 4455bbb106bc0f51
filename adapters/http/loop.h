#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "adapters/http/response.h"
#include "adapters/http/service.h"
#include "adapters/http/transport.h"

namespace nemo::http {

class Connection;

// What has come in at the door.
struct Arrival {
  Socket socket;
  asio::ssl::context* tls = nullptr;  // nullptr: plain
  std::unique_ptr<Admissions::Place> place;
  std::string peer;
};

// Microseconds of a clock that never goes back.
std::int64_t steady_us();

// An I/O thread with its connections. It outlives the server for those who still hold a Respond.
// Thread rule: adopt(), deliver(), drain(), close_all() and end() from any thread, the rest from
// the loop's own.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::shared_ptr<Service> service);
  ~Loop();

  void start();
  void adopt(std::shared_ptr<Arrival> arrival);
  // An answer to the question (its number) that a connection (its number) has asked; passed over if
  // it no longer waits.
  struct Answer {
    std::uint64_t connection = 0;
    std::uint64_t question = 0;
    Response response;
  };
  void deliver(Answer answer);
  void drain();
  void close_all();
  // Ends the thread and lets all connections go.
  void end();

  asio::io_context& context() { return context_; }
  Service& service() { return *service_; }
  void forget(std::uint64_t connection) { connections_.erase(connection); }
  // Closes the connection whose client has read its counted answer for the longest; false if there
  // is none.
  bool close_slowest_reader();
  // Now as IMF-fixdate, made once a second.
  std::string_view date();

 private:
  void tick();
  void take_answers();
  void give(Answer& answer);
  template <class Visit>
  void each(Visit&& visit);

  std::shared_ptr<Service> service_;
  std::mutex mutex_;
  std::vector<Answer> answers_;
  bool ended_ = false;
  std::time_t date_second_ = 0;
  std::string date_;
  std::uint64_t next_connection_ = 0;
  asio::io_context context_{1};
  asio::steady_timer timer_{context_};
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::thread thread_;
  std::thread::id thread_id_;  // set before the first connection, and kept
};

}  // namespace nemo::http
