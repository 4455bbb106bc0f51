#include "engine/runner/runner.h"

#include <algorithm>
#include <utility>

#include "engine/runner/checkpoint.h"
#include "engine/runner/writer_thread.h"
#include "events/values/assert.h"

namespace nemo {

Runner::Runner(PartitionEngine::Ports ports, RunnerOptions options)
    : ports_(ports), options_(std::move(options)), threads_(options_.threads) {
  ports_.writes = !options_.read_only;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    engines_.push_back(std::make_unique<PartitionEngine>(ports_, partition));
  }
  if (ports_.store == nullptr || options_.read_only) return;
  NEMO_ASSERT(ports_.outcomes != nullptr && options_.monotonic_ms);
  writer_ = options_.writer ? options_.writer(*ports_.store, *ports_.outcomes)
                            : std::make_unique<WriterThread>(*ports_.store, *ports_.outcomes);
  last_cut_ms_ = options_.monotonic_ms();
}

Runner::~Runner() = default;

std::optional<LogPosition> Runner::record_without_lines() const {
  if (ports_.outcomes == nullptr) return std::nullopt;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const LogPosition last{partition, engines_[partition]->next_offset() - 1};
    if (last.offset >= 0 && !ports_.outcomes->read(last)) return last;
  }
  return std::nullopt;
}

void Runner::check_last_records() {
  for (const auto& engine : engines_) engine->check_last_record();
}

void Runner::catch_up(const std::function<void(std::uint64_t)>& progress) {
  std::uint64_t done = 0;
  for (bool more = true; more;) {
    more = false;
    Ends ends;
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const Offset next = engines_[partition]->next_offset();
      const Offset end = ports_.log.end_offset(partition);
      if (end < next) {
        throw LogFailure(LogFailure::Kind::kDamaged,
                         "log: the record at " + format_position({partition, end}) +
                             " is missing, though the state knows it; restore the log from a copy");
      }
      if (end == next) continue;
      more = true;
      ends[partition] = std::min(end, next + static_cast<Offset>(options_.batch_records));
      done += static_cast<std::uint64_t>(*ends[partition] - next);
    }
    advance(ends);
    take_lines();
    if (progress) progress(done);
  }
}

void Runner::advance(const Ends& ends) {
  step(ends);
  cut_when_due();
}

void Runner::step(const Ends& ends) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (!ends[partition]) continue;
    NEMO_ASSERT(*ends[partition] >= engines_[partition]->next_offset());
    records_since_cut_ +=
        static_cast<std::uint64_t>(*ends[partition] - engines_[partition]->next_offset());
  }
  threads_.run(kPartitionCount, [this, &ends](std::size_t partition) {
    if (ends[partition]) engines_[partition]->step_to(*ends[partition], options_.batch_records);
  });
}

std::span<const Outcome> Runner::lines_of(LogPosition position) const {
  return engines_[position.partition]->lines_of(position.offset);
}

void Runner::take_lines() {
  for (const auto& engine : engines_) engine->take_lines();
}

void Runner::cut_when_due() {
  if (writer_ == nullptr || records_since_cut_ == 0) return;
  const bool many = records_since_cut_ >= options_.checkpoint_records;
  const bool late = options_.monotonic_ms() - last_cut_ms_ >= options_.checkpoint_ms;
  // A checkpoint that is late waits for the writer only if it is also large.
  if (many || (late && !writer_->busy())) cut();
}

// All is checked before anything is cut: what was cut and is not written would be lost.
void Runner::cut() {
  for (const auto& engine : engines_) engine->check_changes();
  Checkpoint checkpoint = writer_->blank();
  checkpoint.number = ++checkpoint_;
  for (const auto& engine : engines_) {
    PartitionState& state = engine->state();
    if (!writer_->busy()) state.lots.leave_beyond_horizon();
    engine->cut(checkpoint_, checkpoint.state, checkpoint.outcomes);
    checkpoint.first_days[state.partition] = state.digest.first_day();
  }
  evict();
  writer_->submit(std::move(checkpoint));
  records_since_cut_ = 0;
  last_cut_ms_ = options_.monotonic_ms();
}

void Runner::evict() {
  const std::uint64_t durable = writer_->durable();
  threads_.run(kPartitionCount, [this, durable](std::size_t partition) {
    engines_[partition]->evict(durable, options_.memory);
  });
}

void Runner::checkpoint() {
  if (writer_ == nullptr) return;
  if (records_since_cut_ > 0) cut();
  writer_->wait();
}

Digest Runner::digest(PartitionId partition) {
  PartitionState& state = engines_[partition]->state();
  if (writer_ == nullptr) {
    cut_checkpoint(state, ++checkpoint_, nullptr);
  } else {
    checkpoint();
  }
  return state_digest(state);
}

}  // namespace nemo
