#include "engine/runner/replay.h"

#include "engine/core/prefetch.h"
#include "engine/runner/checkpoint.h"
#include "engine/runner/partition_engine.h"

namespace nemo {

struct Replay::Inside {
  Inside(LogPort& log, PartitionId partition, std::int64_t newest)
      : cursor(log.scan({partition, 0})), state(partition) {
    state.newest_rules = newest;
  }

  // Reads ahead by one record, so that its time can be asked for.
  bool fetch() {
    if (fetched) return true;
    fetched = cursor->next(read);
    if (fetched) decode_into(read, upcoming);
    return fetched;
  }

  std::unique_ptr<LogCursor> cursor;
  PartitionState state;
  LogRecord read;
  Record upcoming;
  Record record;
  bool fetched = false;
  OutcomeLines lines;
  std::uint64_t cuts = 0;
};

Record decode_record(const LogRecord& from) {
  Record record;
  decode_into(from, record);
  return record;
}

Replay::Replay(LogPort& log, PartitionId partition, std::int64_t newest_rules)
    : inside_(std::make_unique<Inside>(log, partition, newest_rules)) {}

Replay::~Replay() = default;

bool Replay::next() {
  if (!inside_->fetch()) return false;
  stop_at_unknown_rules(inside_->upcoming, inside_->state.newest_rules);
  inside_->fetched = false;
  std::swap(inside_->record, inside_->upcoming);
  inside_->lines.clear();
  step(inside_->state, inside_->record, inside_->lines);
  return true;
}

const Record& Replay::record() const { return inside_->record; }

std::span<const Outcome> Replay::lines() const { return inside_->lines.span(); }

std::optional<TimeMs> Replay::next_time() {
  if (!inside_->fetch()) return std::nullopt;
  return latest_log_time(inside_->state, {&inside_->upcoming, 1});
}

const Record* Replay::upcoming() { return inside_->fetch() ? &inside_->upcoming : nullptr; }

PartitionState& Replay::state() { return inside_->state; }

Digest Replay::digest() {
  cut_checkpoint(inside_->state, ++inside_->cuts, nullptr);
  return state_digest(inside_->state);
}

}  // namespace nemo
