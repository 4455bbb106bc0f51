#pragma once

#include <array>
#include <cstdint>

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

// Writes checkpoints, one after another, while stepping goes on. What was submitted and not yet
// written when the writer is destroyed may be written or lost: the log gives it again.
// Thread rule: durable from any thread, the rest from one.
class CheckpointWriter {
 public:
  virtual ~CheckpointWriter() = default;

  // Waits while the one before is still being written. Throws the StoreFailure of an earlier one.
  virtual void submit(Checkpoint checkpoint) = 0;
  // Whether something is still to be written.
  virtual bool busy() const = 0;
  // Until all is durable. Throws as submit does.
  virtual void wait() = 0;
  // The last checkpoint that is durable.
  virtual std::uint64_t durable() const = 0;

  // An empty one; with the memory of one that was written, if the writer keeps it.
  virtual Checkpoint blank() { return {}; }
};

}  // namespace nemo
