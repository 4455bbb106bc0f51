#include "tests/sim/node.h"

#include <algorithm>

#include "engine/runner/checkpoint.h"
#include "events/wire/outcome_codec.h"

namespace nemo::sim {

Node::Node(unsigned number, Surroundings& around, const Chance& chance)
    : name_("node " + std::to_string(number)),
      around_(around),
      chance_(chance.branch("node", number)),
      disk_(around.faults, chance.branch("disk", number)),
      view_(around.log) {
  if (!around.faults.strikes(Fault::kOldRules)) newest_rules_ = kNewestSimulatedRules;
  options_.monotonic_ms = [this] { return around_.schedule.now_ms(); };
  options_.writer = [this](StateStore& store, OutcomeStore& outcomes) {
    auto writer = std::make_unique<SteppedWriter>(store, outcomes);
    writer_ = writer.get();
    return writer;
  };
  draw_options();
  restart_after(0);
}

void Node::restart_after(std::int64_t delay_ms) {
  const std::uint64_t life = ++life_;
  is_waking_ = false;
  around_.schedule.after(delay_ms, [this, life] {
    if (life == life_) start();
  });
}

void Node::wake(std::int64_t delay_ms) {
  if (is_waking_ || runner_ == nullptr) return;
  is_waking_ = true;
  const std::uint64_t life = life_;
  around_.schedule.after(delay_ms + disk_.take_delay_ms(), [this, life] {
    if (life != life_) return;
    is_waking_ = false;
    turn();
  });
}

void Node::die() {
  runner_.reset();
  writer_ = nullptr;
  outcomes_.reset();
  state_.reset();
}

void Node::draw_options() {
  const auto few_or_many = [this](std::int64_t few, std::int64_t many) {
    return static_cast<std::size_t>(chance_.between(1, chance_.strikes(5'000) ? few : many));
  };
  options_.batch_records = few_or_many(4, 200);
  options_.checkpoint_records = few_or_many(10, 300);
  options_.checkpoint_ms = chance_.between(1, 2'000);
  options_.memory.organizations = few_or_many(2, 50);
  options_.memory.reservations = few_or_many(2, 50);
  options_.memory.ids = few_or_many(2, 50);
}

void Node::start() {
  if (++starts_ > 1 && around_.faults.strikes(Fault::kOtherBatches)) draw_options();
  if (around_.rules_are_activated && around_.faults.strikes(Fault::kOldRules)) newest_rules_ = 1;
  live_through([this] {
    look_at_log();
    open_engine();
    around_.trace.tell(name_, "starts");
    runner_->check_last_records();
    runner_->catch_up();
    seen_cut_ = writer_->submitted();  // what was cut on the way is older than the state
    wake();
  });
}

// As the daemon opens its directory. What an operator removed apart, nothing takes lines away from
// a state.
void Node::open_engine() {
  if (!Table::is_there(disk_, kOutcomes)) Table::remove(disk_, kState);
  open_runner();
  const auto missing = runner_->record_without_lines();
  if (missing) throw Broken{name_ + " lacks the lines of " + format_position(*missing)};
}

void Node::open_runner() {
  state_ = std::make_unique<SimStateStore>(disk_, kState);
  outcomes_ =
      std::make_unique<SimOutcomeStore>(disk_, kOutcomes, [this](auto position, auto lines) {
        around_.history.decided(name_ + ", writing", position, lines);
      });
  PartitionEngine::Ports ports{view_};
  ports.store = state_.get();
  ports.outcomes = outcomes_.get();
  ports.reads_ids_aside = false;
  ports.newest_rules = newest_rules_;
  runner_ = std::make_unique<Runner>(ports, options_);
  seen_cut_ = 0;
  std::optional<LogPosition> known;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const PartitionState& state = runner_->partition(partition).state();
    const LogPosition position{partition, state.globals.next_offset};
    around_.history.digest(name_ + " at its start", position, state_digest(state));
    if (around_.log.end(partition) < position.offset) {
      throw Broken{name_ + " knows " + format_position(position) + ", and the log does not"};
    }
    if (position.offset > 0) known = position;
  }
  if (!known || !around_.faults.strikes(Fault::kTruncatedLog)) return;
  view_.show(known->partition, known->offset - 1);
  is_truncated_ = true;
}

void Node::look_at_log() {
  if (is_blind()) return;
  view_.refresh();
  hide_records();
  if (runner_ == nullptr || lost_record_ || !around_.faults.draw(Fault::kMissingRecord)) return;
  const auto partition = static_cast<PartitionId>(chance_.between(0, kPartitionCount - 1));
  view_.lose(LogPosition{partition, runner_->partition(partition).next_offset()});
  lost_record_ = true;
}

// What was appended is not seen at once, though its position is known.
void Node::hide_records() {
  if (around_.faults.strikes(Fault::kHiddenRecords)) {
    const auto partition = static_cast<PartitionId>(chance_.between(0, kPartitionCount - 1));
    hidden_until_ms_[partition] = around_.schedule.now_ms() + chance_.between(1, 3'000);
    hidden_from_[partition] = runner_ == nullptr ? around_.log.end(partition)
                                                 : runner_->partition(partition).next_offset();
  }
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (around_.schedule.now_ms() >= hidden_until_ms_[partition]) continue;
    view_.show(partition, std::min(view_.end_offset(partition), hidden_from_[partition]));
  }
}

void Node::turn() {
  if (around_.faults.strikes(Fault::kPause)) {
    around_.trace.tell(name_, "pauses");
    return wake(chance_.between(1, 20'000));
  }
  if (!is_blind() && around_.faults.strikes(Fault::kFarBehind)) {
    around_.trace.tell(name_, "sees an old log");
    blind_until_ms_ = around_.schedule.now_ms() + chance_.between(1'000, 60'000);
  }
  if (around_.faults.strikes(Fault::kBitFlip)) disk_.flip_a_bit();
  live_through([this] {
    if (around_.faults.strikes(Fault::kCrash)) throw Died{};
    look_at_log();
    advance();
    work();
    if (is_done()) return;
    const bool waits = is_blind() && !writer_->busy() && !sees_more();
    wake(waits ? blind_until_ms_ - around_.schedule.now_ms() : chance_.between(1, 5));
  });
}

// Stepping runs ahead of writing, now and then far.
void Node::work() {
  if (!around_.faults.stopped() && chance_.strikes(5'000)) return;
  writer_->work();
  if (writer_->is_half_way() && around_.faults.strikes(Fault::kHalfCheckpoint)) throw Died{};
}

bool Node::is_blind() const { return around_.schedule.now_ms() < blind_until_ms_; }

bool Node::sees_more() {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (runner_->partition(partition).next_offset() < view_.end_offset(partition)) return true;
  }
  return false;
}

void Node::advance() {
  Runner::Ends ends;
  std::array<Offset, kPartitionCount> from{};
  bool any = false;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    from[partition] = runner_->partition(partition).next_offset();
    const Offset end = std::min(view_.end_offset(partition),
                                from[partition] + static_cast<Offset>(options_.batch_records));
    if (end <= from[partition]) continue;
    ends[partition] = end;
    any = true;
  }
  if (!any) {
    // Now and then all is written while nothing new comes, so that a crash finds all of it.
    if (writer_->submitted() == 0 || chance_.strikes(1'000)) runner_->checkpoint();
    return see_digests();
  }
  runner_->advance(ends);
  std::string bytes;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    for (Offset offset = from[partition]; offset < ends[partition].value_or(0); ++offset) {
      bytes.clear();
      encode_outcomes(runner_->lines_of({partition, offset}), bytes);
      around_.history.decided(name_, {partition, offset}, bytes);
      around_.decided({partition, offset});
    }
  }
  runner_->take_lines();
  see_digests();
}

// After a cut every partition's digest is up to date.
void Node::see_digests() {
  if (writer_->submitted() == seen_cut_) return;
  seen_cut_ = writer_->submitted();
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const PartitionState& state = runner_->partition(partition).state();
    around_.history.digest(name_, {partition, state.globals.next_offset}, state_digest(state));
  }
}

bool Node::is_done() const {
  if (runner_ == nullptr || writer_->busy()) return false;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (runner_->partition(partition).next_offset() < around_.log.end(partition)) return false;
  }
  return true;
}

}  // namespace nemo::sim
