#include "tests/sim/writer.h"

#include <utility>

namespace nemo::sim {

void SteppedWriter::submit(Checkpoint checkpoint) {
  wait();
  submitted_ = checkpoint.number;
  pending_ = std::move(checkpoint);
  lines_are_written_ = false;
}

void SteppedWriter::wait() {
  while (pending_ && !failure_) work();
  throw_failure();
}

void SteppedWriter::throw_failure() const {
  if (failure_) throw StoreFailure(*failure_);
}

void SteppedWriter::work() {
  if (!pending_ || failure_) return;
  try {
    if (!lines_are_written_) {
      outcomes_.write(pending_->outcomes);
      lines_are_written_ = true;
      return;
    }
    store_.write(pending_->state);
  } catch (const StoreFailure& failure) {
    failure_ = failure;
    return;
  }
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    store_.forget_before(partition, pending_->first_days[partition]);
  }
  durable_ = pending_->number;
  pending_.reset();
}

}  // namespace nemo::sim
