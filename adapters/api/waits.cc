#include "adapters/api/waits.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nemo::api {

using Steady = std::chrono::steady_clock;

Waits::Waits() : thread_([this] { run(); }) {}

Waits::~Waits() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Waits::add(std::function<bool()> has_come, std::function<void(bool came)> then) {
  std::unique_lock lock(mutex_);
  if (count_ >= kWaitsMax) {
    lock.unlock();
    return then(false);
  }
  ++count_;
  added_.push_back({Steady::now() + kPatience, std::move(has_come), std::move(then)});
  changed_.notify_one();
}

void Waits::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::move(added_.begin(), added_.end(), std::back_inserter(waiting_));
    added_.clear();
    if (stop_) break;
    if (waiting_.empty()) {
      changed_.wait(lock, [this] { return stop_ || !added_.empty(); });
      continue;
    }
    lock.unlock();
    look();
    lock.lock();
    count_ = waiting_.size() + added_.size();
    changed_.wait_for(lock, kLook, [this] { return stop_; });
  }
  lock.unlock();
  for (const Wait& wait : waiting_) wait.then(false);
}

void Waits::look() {
  const auto now = Steady::now();
  std::erase_if(waiting_, [now](const Wait& wait) {
    const bool came = wait.has_come();
    if (came || now >= wait.until) wait.then(came);
    return came || now >= wait.until;
  });
}

}  // namespace nemo::api
