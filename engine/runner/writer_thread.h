#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/runner/checkpoint_writer.h"

namespace nemo {

// Writes on a thread of its own. Destroying it writes what was submitted.
class WriterThread : public CheckpointWriter {
 public:
  // Runs each write, on the writer's thread: for who measures it. What the write throws must pass.
  using Around = std::function<void(const std::function<void()>& write)>;

  WriterThread(StateStore& store, OutcomeStore& outcomes, Around around = {});
  ~WriterThread() override;

  void submit(Checkpoint checkpoint) override;
  bool busy() const override { return submitted_ != durable(); }
  void wait() override;
  std::uint64_t durable() const override { return durable_.load(std::memory_order_acquire); }
  Checkpoint blank() override;

 private:
  void run();
  void write(Checkpoint& checkpoint);

  StateStore& store_;
  OutcomeStore& outcomes_;
  Around around_;
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
