#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace nemo::api {

// A thread for what would hold up others: pages of history, first answers of repeated requests.
// Thread rule: any thread.
class Worker {
 public:
  Worker();
  // Does what was posted first.
  ~Worker();

  // Work must not throw.
  void post(std::function<void()> work);
  // False, and not done: so many wait already.
  bool post_if_below(std::size_t most, std::function<void()> work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace nemo::api
