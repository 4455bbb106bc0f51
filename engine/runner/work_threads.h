#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nemo {

// Threads that share out numbered pieces of work: piece i is always done by thread i mod count, so
// that what belongs together stays on one thread. The caller is thread 0.
// Thread rule: `run` from one thread at a time.
class WorkThreads {
 public:
  explicit WorkThreads(unsigned count);
  ~WorkThreads();

  // Calls work(i) for every i below `pieces` and returns when all are done. Throws what one of them
  // threw.
  void run(std::size_t pieces, const std::function<void(std::size_t)>& work);

 private:
  void follow(std::size_t thread);
  void do_pieces(std::size_t thread);

  std::size_t count_;
  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t pieces_ = 0;
  std::size_t round_ = 0;
  std::size_t busy_ = 0;
  bool stop_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace nemo
