#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace nemo::stripe_ledger {

// Work that is done again and again on a thread of its own, with a pause after each time, of a
// second at least after a failure, which is told. Thread rule: one thread.
class Repeating {
 public:
  using Work = std::function<void(const std::stop_token& stop)>;
  using Tell = std::function<void(const std::string&)>;  // what an operator should read

  // `what` begins what is told of a failure: "asking Stripe".
  Repeating(std::string what, std::chrono::milliseconds pause, Work work, Tell tell);
  ~Repeating() { close(); }
  Repeating(const Repeating&) = delete;
  Repeating& operator=(const Repeating&) = delete;

  // Asks the work to end soon.
  void ask_to_end() { thread_.request_stop(); }
  // The same, and returns once it has.
  void close();

 private:
  void run(const std::stop_token& stop);
  // Why it failed; empty: it did not.
  std::string work_once(const std::stop_token& stop);

  std::string what_;
  std::chrono::milliseconds pause_;
  Work work_;
  Tell tell_;
  std::jthread thread_;
};

}  // namespace nemo::stripe_ledger
