#include <algorithm>

#include "adapters/daemon/clock_ticks.h"
#include "adapters/daemon/kafka_ledger.h"
#include "adapters/daemon/routing.h"

namespace nemo {
namespace {

constexpr int kFetchMs = 50;
constexpr std::int64_t kTickMs = 1'000;
constexpr std::uint64_t kNoCall = 0;
// Of each partition: few, so that callers ask on while the next are decided.
constexpr Offset kAnsweredAtOnce = 192;

}  // namespace

void KafkaLedger::follow(const std::stop_token& stop) {
  try {
    with_failures([&] {
      while (!stop.stop_requested()) {
        feed_->fetch(kFetchMs);
        while (step_arrived(kAnsweredAtOnce)) {
        }
        expire_late();
        tick_where_due();
        note_standing();
        if (const auto failure = publisher_->failure()) throw Failure(*failure);
      }
    });
  } catch (const Failure& failure) {
    end_with(failure);
  }
}

// True if something was decided: up to `most` records of each partition.
bool KafkaLedger::step_arrived(Offset most) {
  Runner::Ends ends;
  bool any = false;
  for (const PartitionId partition : partitions_) {
    const Offset next = runner_->partition(partition).next_offset();
    const Offset end = feed_->end_offset(partition);
    if (end <= next) continue;
    ends[partition] = std::min(end, next + most);
    any = true;
  }
  const std::lock_guard lock(engine_mutex_);
  if (any) {
    count_decided(ends);
    runner_->step(ends);
    if (publisher_ != nullptr) count_lines(ends);
    handing_out_ = std::this_thread::get_id();
    hand_out();
    handing_out_ = std::thread::id();
    send_held_back();
    runner_->take_lines();
  }
  if (!read_only()) runner_->cut_when_due();
  return any;
}

void KafkaLedger::count_decided(const Runner::Ends& ends) {
  for (const PartitionId partition : partitions_) {
    if (!ends[partition]) continue;
    counted_.records_decided +=
        static_cast<std::uint64_t>(*ends[partition] - runner_->partition(partition).next_offset());
  }
}

void KafkaLedger::count_lines(const Runner::Ends& ends) {
  for (const PartitionId partition : partitions_) {
    if (ends[partition]) decided_.count(runner_->partition(partition));
  }
}

// Each record that was decided: to who waits for it, and to the publisher.
void KafkaLedger::hand_out() {
  for (const PartitionId partition : partitions_) {
    PartitionEngine& engine = runner_->partition(partition);
    feed_->release(partition, [&](const KafkaFeed::Read& read) {
      if (const auto number = call_header_.number_of(read.call)) {
        const auto call = calls_.take(*number);
        if (call && call->done) call->done(engine.lines_of(read.position.offset));
        if (call) note_answer(call->sent_us);
      }
      if (publisher_ == nullptr) return;
      publisher_->put(partition, {read.position.offset, std::string(read.envelope),
                                  std::string(engine.unstored_lines(read.position.offset))});
    });
  }
}

void KafkaLedger::expire_late() {
  for (const Calls::Waiting& call : calls_.take_late(clock_.steady_ms())) {
    ++counted_.calls_failed;
    if (call.failed) {
      call.failed(unknown_fate(settings_.events_place() + ": no decision within " +
                               std::to_string(options_.patience_ms) + " ms"));
    }
  }
}

// The first reason counts.
void KafkaLedger::end_with(const Failure& failure) {
  {
    const std::lock_guard lock(failure_mutex_);
    if (!failure_) failure_ = failure;
  }
  for (const Calls::Waiting& call : calls_.take_all()) {
    if (call.failed) call.failed(unknown_fate(failure.message));
  }
}

// By the one node that publishes the partition: several ticks would do no harm, and no good. Nobody
// waits for it, and what becomes of it does not matter: another one follows.
void KafkaLedger::tick_where_due() {
  const std::int64_t now = clock_.steady_ms();
  if (now < next_tick_ms_) return;
  next_tick_ms_ = now + kTickMs;
  const TimeMs wall = clock_.wall();
  const std::lock_guard lock(engine_mutex_);
  for (const PartitionId partition : partitions_) {
    if (!publisher_->standing(partition).publishes) continue;
    const auto org = due_for_tick(runner_->partition(partition).state(), *state_, wall);
    if (!org) continue;
    Envelope tick;
    tick.event_id = random_event_id();
    tick.org_id = *org;
    tick.producer = Label("nemo-ledger");
    tick.payload = ClockTicked{};
    std::vector<NewRecord> records;
    route({std::move(tick), std::nullopt}, records);
    producer_->send(records.front(), kNoCall);
  }
}

void KafkaLedger::note_answer(std::int64_t sent_us) {
  const std::int64_t us = steady_us() - sent_us;
  counted_.round_trips_us.add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, us)));
}

// Counted by the engine's thread alone, copied for everybody now and then.
void KafkaLedger::note_standing() {
  counted_.partitions.clear();
  for (const PartitionId partition : partitions_) {
    NodeStanding::Partition& one = counted_.partitions.emplace_back();
    one.partition = partition;
    one.decided_end = runner_->partition(partition).next_offset();
    one.log_end = std::max(one.decided_end, feed_->log_end(partition));
    if (publisher_ == nullptr) continue;
    const OutcomePublisher::Standing published = publisher_->standing(partition);
    one.published_end = published.published_end;
    one.publishes = published.publishes;
    one.take_overs = published.take_overs;
  }
  const std::lock_guard lock(standing_mutex_);
  standing_ = counted_;
}

NodeStanding KafkaLedger::standing() {
  const std::lock_guard lock(standing_mutex_);
  NodeStanding copy = standing_;
  copy.calls_waiting = calls_.waiting();
  decided_.add_to(copy);
  checkpoint_times_.add_to(copy);
  return copy;
}

std::optional<Failure> KafkaLedger::failure() {
  const std::lock_guard lock(failure_mutex_);
  return failure_;
}

}  // namespace nemo
