#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nemo::api {

// Requests that wait for something to come true, side by side on one thread: none holds up another.
// Thread rule: any thread.
class Waits {
 public:
  static constexpr std::size_t kWaitsMax = 1'024;
  static constexpr std::chrono::milliseconds kPatience{2'000};
  static constexpr std::chrono::milliseconds kLook{2};

  Waits();
  // Whoever still waits is told that it did not come.
  ~Waits();

  // Asks `has_come` every kLook, and calls `then` with its answer once it is true or kPatience is
  // over; at once, and with false, where too many wait. Neither may block or throw.
  void add(std::function<bool()> has_come, std::function<void(bool came)> then);

 private:
  struct Wait {
    std::chrono::steady_clock::time_point until;
    std::function<bool()> has_come;
    std::function<void(bool came)> then;
  };

  void run();
  void look();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Wait> added_;
  std::size_t count_ = 0;  // added and waiting
  bool stop_ = false;
  std::vector<Wait> waiting_;  // the thread's own
  std::thread thread_;
};

}  // namespace nemo::api
