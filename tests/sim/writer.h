#pragma once

#include <optional>

#include "engine/runner/checkpoint_writer.h"

namespace nemo::sim {

// Writes checkpoints a step at a time, when it is told to: the lines, then the state. A world stops
// it between the two, or lets stepping run far ahead.
class SteppedWriter : public CheckpointWriter {
 public:
  SteppedWriter(StateStore& store, OutcomeStore& outcomes) : store_(store), outcomes_(outcomes) {}

  void submit(Checkpoint checkpoint) override;
  bool busy() const override { return pending_.has_value(); }
  void wait() override;
  std::uint64_t durable() const override { return durable_; }

  std::uint64_t submitted() const { return submitted_; }
  // The next step of what is pending. Keeps its failure for the next submit or wait, as a thread
  // of its own would.
  void work();
  // The lines of the pending checkpoint are written, its state is not.
  bool is_half_way() const { return pending_ && lines_are_written_; }

 private:
  void throw_failure() const;

  StateStore& store_;
  OutcomeStore& outcomes_;
  std::optional<Checkpoint> pending_;
  std::optional<StoreFailure> failure_;
  bool lines_are_written_ = false;
  std::uint64_t submitted_ = 0;
  std::uint64_t durable_ = 0;
};

}  // namespace nemo::sim
