#include "adapters/daemon/outcome_publisher.h"

#include <algorithm>

#include "adapters/daemon/data_directory.h"

namespace nemo {
namespace {

constexpr int kWatchMs = 10;
constexpr std::int64_t kRestMs = 150;  // between transactions: what comes meanwhile goes together

}  // namespace

OutcomePublisher::OutcomePublisher(Ports ports, const std::array<Offset, kPartitionCount>& next,
                                   const PublishedMarks& marks)
    : ports_(std::move(ports)) {
  for (const PartitionId id : ports_.partitions) {
    partitions_.push_back(std::make_unique<Watched>(
        PublishedPartition::Ports{ports_.settings, ports_.log, ports_.outcomes}, id, marks[id]));
    partitions_.back()->outcomes.queue().begin_at(next[id]);
    partitions_.back()->changed_ms = ports_.clock.steady_ms();
    by_id_[id] = partitions_.back().get();
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

OutcomePublisher::~OutcomePublisher() = default;

void OutcomePublisher::put(PartitionId partition, DecidedQueue::Entry entry) {
  by_id_[partition]->outcomes.queue().put(std::move(entry));
}

std::optional<Failure> OutcomePublisher::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

OutcomePublisher::Standing OutcomePublisher::standing(PartitionId partition) const {
  const Watched* watched = by_id_[partition];
  if (watched == nullptr) return {};
  return {watched->outcomes.publishes(), watched->outcomes.published_end(),
          watched->take_overs.load()};
}

void OutcomePublisher::run(const std::stop_token& stop) {
  const auto fail = [this](const Failure& failure) {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
  };
  try {
    follow();
    while (!stop.stop_requested()) {
      watch();
      take_over_where_quiet();
      publish_all();
    }
    while (publish_all()) {  // what was decided before the end
    }
  } catch (const LogFailure& failure) {
    fail(failure_of(failure));
  } catch (const StoreFailure& failure) {
    fail(failure_of(failure));
  }
}

void OutcomePublisher::follow() {
  follower_ = std::make_unique<OutcomeFollower>(ports_.settings);
  for (const auto& watched : partitions_) follower_->start(watched->outcomes.partition());
}

// Also the pause between transactions.
void OutcomePublisher::watch() {
  const std::int64_t until = ports_.clock.steady_ms() + kRestMs;
  do {
    follower_->poll(kWatchMs, [this](PartitionId id, const PublishedMark& mark) {
      Watched& watched = *by_id_[id];
      watched.outcomes.saw(mark.offset);
      watched.changed_ms = ports_.clock.steady_ms();
    });
  } while (ports_.clock.steady_ms() < until);
}

void OutcomePublisher::take_over_where_quiet() {
  for (const auto& watched : partitions_) {
    PublishedPartition& outcomes = watched->outcomes;
    const std::int64_t now = ports_.clock.steady_ms();
    if (outcomes.publishes()) continue;
    if (!outcomes.is_behind()) watched->changed_ms = now;
    if (now - watched->changed_ms < kQuietMs) continue;
    with_patience(*watched, [&] {
      outcomes.take_over();
      ++watched->take_overs;
      follower_->stop(outcomes.partition());
    });
  }
}

// All transactions are on their way before the first is waited for. True if there was one.
bool OutcomePublisher::publish_all() {
  std::vector<Watched*> started;
  for (const auto& watched : partitions_) {
    if (!watched->outcomes.publishes()) continue;
    with_patience(*watched, [&] {
      if (watched->outcomes.start()) started.push_back(watched.get());
    });
  }
  for (Watched* watched : started) {
    with_patience(*watched, [&] { watched->outcomes.finish(); });
  }
  return !started.empty();
}

// An outage is waited for; who was replaced watches again.
void OutcomePublisher::with_patience(Watched& watched, const std::function<void()>& work) {
  try {
    work();
  } catch (const WriterReplaced&) {
    if (watched.outcomes.publishes()) follower_->start(watched.outcomes.partition());
    watched.outcomes.step_down();
    watched.changed_ms = ports_.clock.steady_ms();
  } catch (const LogFailure& failure) {
    if (failure.kind() != LogFailure::Kind::kUnreachable) throw;
    if (!watched.outcomes.publishes()) watched.outcomes.step_down();
  }
}

}  // namespace nemo
