#include "engine/runner/writer_thread.h"

#include <utility>

namespace nemo {

WriterThread::WriterThread(StateStore& store, OutcomeStore& outcomes, Around around)
    : store_(store),
      outcomes_(outcomes),
      around_(around ? std::move(around) : [](const auto& write) { write(); }),
      thread_([this] { run(); }) {}

WriterThread::~WriterThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void WriterThread::submit(Checkpoint checkpoint) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (!next_ && !writing_) || failure_; });
  if (failure_) throw *failure_;
  submitted_ = checkpoint.number;
  next_ = std::move(checkpoint);
  changed_.notify_all();
}

Checkpoint WriterThread::blank() {
  const std::lock_guard lock(mutex_);
  Checkpoint checkpoint = spare_ ? std::move(*spare_) : Checkpoint{};
  spare_.reset();
  checkpoint.outcomes.clear();
  checkpoint.state.clear();
  return checkpoint;
}

void WriterThread::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (!next_ && !writing_) || failure_; });
  if (failure_) throw *failure_;
}

void WriterThread::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return next_ || stop_; });
    if (!next_ || failure_) return;
    Checkpoint checkpoint = std::move(*next_);
    next_.reset();
    writing_ = true;
    lock.unlock();
    std::optional<StoreFailure> failure;
    try {
      around_([&] { write(checkpoint); });
    } catch (const StoreFailure& caught) {
      failure = caught;
    }
    lock.lock();
    writing_ = false;
    failure_ = failure;
    spare_ = std::move(checkpoint);
    changed_.notify_all();
  }
}

void WriterThread::write(Checkpoint& checkpoint) {
  outcomes_.write(checkpoint.outcomes);
  store_.write(checkpoint.state);
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    store_.forget_before(partition, checkpoint.first_days[partition]);
  }
  durable_.store(checkpoint.number, std::memory_order_release);
}

}  // namespace nemo
