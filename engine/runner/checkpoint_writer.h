#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/state/state_changes.h"
#include "engine/state/store_port.h"

namespace nemo {

// What one checkpoint writes: the outcome lines first, so that the state never runs ahead of them.
struct Checkpoint {
  std::uint64_t number = 0;
  StateChanges outcomes;
  StateChanges state;
  std::array<std::int64_t, kPartitionCount> first_days{};  // what is forgotten before them may go
};

// Writes checkpoints on a thread of its own, one after another, while stepping goes on.
// Thread rule: submit and wait from one thread, durable from any.
class CheckpointWriter {
 public:
  CheckpointWriter(StateStore& store, OutcomeStore& outcomes);
  ~CheckpointWriter();

  // Waits while the one before is still being written. Throws the StoreFailure of an earlier one.
  void submit(Checkpoint checkpoint);
  bool busy() const { return submitted_ != durable(); }
  // Until all is durable. Throws as submit does.
  void wait();

  // One that was written, with its memory, or a new one.
  Checkpoint blank();

  // The last checkpoint that is durable.
  std::uint64_t durable() const { return durable_.load(std::memory_order_acquire); }

 private:
  void run();
  void write(Checkpoint& checkpoint);

  StateStore& store_;
  OutcomeStore& outcomes_;
  std::uint64_t submitted_ = 0;
  std::atomic<std::uint64_t> durable_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Checkpoint> next_;
  std::optional<Checkpoint> spare_;
  std::optional<StoreFailure> failure_;
  bool writing_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace nemo
