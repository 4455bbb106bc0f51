#include "tests/sim/node.h"

#include <algorithm>
#include <utility>

#include "engine/runner/checkpoint.h"
#include "events/wire/outcome_codec.h"

namespace nemo::sim {
namespace {

const std::string kState = "state";
const std::string kOutcomes = "outcomes";

}  // namespace

Node::Node(unsigned number, Surroundings& around, const Chance& chance)
    : name_("node " + std::to_string(number)),
      around_(around),
      chance_(chance.branch("node", number)),
      disk_(around.faults, chance.branch("disk", number)),
      view_(around.log) {
  if (!around.faults.strikes(Fault::kOldRules)) newest_rules_ = kNewestSimulatedRules;
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

// Runs `work`; when it fails, does what an operator would.
template <class Work>
void Node::live_through(Work&& work) {
  try {
    work();
  } catch (const Died&) {
    around_.trace.tell(name_, "dies");
    if (writer_ != nullptr && writer_->busy()) around_.faults.count(Fault::kHalfCheckpoint);
    die();
    disk_.crash();
    restart_after(chance_.between(1, 5'000));
  } catch (const StoreFailure& failure) {
    die();
    mend(failure);
  } catch (const LogFailure& failure) {
    die();
    mend(failure);
  } catch (const DiskFailure& failure) {  // of an operator's own deed
    die();
    around_.trace.tell(name_, failure.what);
    disk_.heal();
    restart_after(chance_.between(1, 5'000));
  }
}

void Node::die() {
  runner_.reset();
  writer_ = nullptr;
  outcomes_.reset();
  state_.reset();
}

void Node::mend(const StoreFailure& failure) {
  around_.trace.tell(name_, "stops: " + failure.message);
  using Kind = StoreFailure::Kind;
  const bool is_explained = failure.kind == Kind::kDamaged ? disk_.is_damaged()
                            : failure.kind == Kind::kBroken
                                ? false
                                : failure.message == disk_.last_failure();
  if (!is_explained) throw Broken{name_ + " stops, and no fault explains it: " + failure.message};
  live_through([&] {
    if (failure.kind == Kind::kDamaged) {
      Table::remove(disk_, kState);
      if (chance_.strikes(5'000) || failure.message.find(kOutcomes) != std::string::npos) {
        Table::remove(disk_, kOutcomes);
      }
    }
    if (failure.kind != Kind::kDamaged || chance_.strikes(5'000)) disk_.heal();
    restart_after(chance_.between(1, 10'000));
  });
}

void Node::mend(const LogFailure& failure) {
  around_.trace.tell(name_, "stops: " + failure.message());
  using Kind = LogFailure::Kind;
  if (failure.kind() == Kind::kOtherVersion && newest_rules_ < kNewestSimulatedRules) {
    newest_rules_ = kNewestSimulatedRules;
    return restart_after(chance_.between(1, 60'000));
  }
  if (failure.kind() == Kind::kDamaged && (is_truncated_ || around_.log_disk.is_damaged())) {
    is_truncated_ = false;
    blind_until_ms_ = 0;
    around_.log_disk.heal();
    return restart_after(chance_.between(1, 10'000));
  }
  throw Broken{name_ + " stops, and no fault explains it: " + failure.message()};
}

RunnerOptions Node::draw_options() {
  if (starts_ > 1) around_.faults.strikes(Fault::kOtherBatches);
  const auto few_or_many = [this](std::int64_t few, std::int64_t many) {
    return static_cast<std::size_t>(chance_.between(1, chance_.strikes(5'000) ? few : many));
  };
  RunnerOptions options;
  batch_ = static_cast<std::int64_t>(few_or_many(4, 200));
  options.batch_records = static_cast<std::size_t>(batch_);
  options.checkpoint_records = few_or_many(10, 300);
  options.checkpoint_ms = chance_.between(1, 2'000);
  options.memory = {few_or_many(2, 50), few_or_many(2, 50), few_or_many(2, 50)};
  options.monotonic_ms = [this] { return around_.schedule.now_ms(); };
  options.writer = [this](StateStore& store, OutcomeStore& outcomes) {
    auto writer = std::make_unique<SteppedWriter>(store, outcomes);
    writer_ = writer.get();
    return writer;
  };
  return options;
}

void Node::start() {
  ++starts_;
  live_through([this] {
    look_at_log();
    open_engine();
    around_.trace.tell(name_, "starts");
    runner_->catch_up();
    seen_cut_ = writer_->submitted();  // what was cut on the way is older than the state
    wake();
  });
}

// As the daemon opens its directory: lines that are missing are only had again from the first
// record on.
void Node::open_engine() {
  if (!Table::is_there(disk_, kOutcomes)) Table::remove(disk_, kState);
  open_runner();
  if (!runner_->record_without_lines()) return;
  die();
  Table::remove(disk_, kState);
  open_runner();
}

void Node::open_runner() {
  state_ = std::make_unique<SimStateStore>(disk_, kState);
  outcomes_ = std::make_unique<SimOutcomeStore>(disk_, kOutcomes);
  PartitionEngine::Ports ports{view_};
  ports.store = state_.get();
  ports.outcomes = outcomes_.get();
  ports.own_threads = false;
  ports.newest_rules = newest_rules_;
  runner_ = std::make_unique<Runner>(ports, draw_options());
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
  if (!is_blind()) view_.refresh();
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
    writer_->work();
    if (is_done()) return;
    const bool waits = is_blind() && !writer_->busy() && !sees_more();
    wake(waits ? blind_until_ms_ - around_.schedule.now_ms() : chance_.between(1, 5));
  });
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
    const Offset end = std::min(view_.end_offset(partition), from[partition] + batch_);
    if (end <= from[partition]) continue;
    ends[partition] = end;
    any = true;
  }
  if (!any) {
    // As time goes by, what was decided is written, also when nothing new comes.
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

void Node::heal() {
  disk_.heal();
  is_truncated_ = false;
  blind_until_ms_ = 0;
  if (std::exchange(newest_rules_, kNewestSimulatedRules) < kNewestSimulatedRules) die();
  if (runner_ == nullptr) {
    restart_after(1'000);
  } else {
    view_.refresh();
    wake();
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
