#include "engine/runner/work_threads.h"

#include <utility>

namespace nemo {

WorkThreads::WorkThreads(unsigned count) : count_(count == 0 ? 1 : count) {
  for (std::size_t thread = 1; thread < count_; ++thread) {
    threads_.emplace_back([this, thread] { follow(thread); });
  }
}

WorkThreads::~WorkThreads() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkThreads::run(std::size_t pieces, const std::function<void(std::size_t)>& work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    pieces_ = pieces;
    busy_ = threads_.size();
    ++round_;
  }
  if (!threads_.empty()) changed_.notify_all();
  do_pieces(0);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return busy_ == 0; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void WorkThreads::follow(std::size_t thread) {
  std::size_t seen = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stop_ || round_ != seen; });
      if (stop_) return;
      seen = round_;
    }
    do_pieces(thread);
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) changed_.notify_all();
  }
}

void WorkThreads::do_pieces(std::size_t thread) {
  try {
    for (std::size_t piece = thread; piece < pieces_; piece += count_) (*work_)(piece);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

}  // namespace nemo
