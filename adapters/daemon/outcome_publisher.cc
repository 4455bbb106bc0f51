#include "adapters/daemon/outcome_publisher.h"

#include <algorithm>

#include "adapters/daemon/data_directory.h"

namespace nemo {
namespace {

constexpr int kWatchMs = 10;
constexpr unsigned kThreads = 8;
constexpr std::int64_t kLastMs = 5'000;
constexpr int kAnswerMs = 5'000;  // a node that is to end waits for these answers
constexpr std::int64_t kRestMs = 150;  // between transactions: what comes meanwhile goes together

}  // namespace

OutcomePublisher::OutcomePublisher(Ports ports, const std::array<Offset, kPartitionCount>& next,
                                   const PublishedMarks& marks)
    : ports_(std::move(ports)), threads_(kThreads) {
  ports_.settings.patience_ms = std::min(ports_.settings.patience_ms, kAnswerMs);
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
    follower_ = std::make_unique<OutcomeFollower>(ports_.settings);
    follow_where_others_publish();
    while (!stop.stop_requested()) {
      watch();
      take_over_where_quiet();
      publish_all();
    }
    // What was decided before the end, by this node or another.
    const std::int64_t until = ports_.clock.steady_ms() + kLastMs;
    while (is_behind() && !away_ && ports_.clock.steady_ms() < until) {
      publish_all();
      if (!is_behind() || away_) break;
      watch();
      take_over_where_quiet();
    }
  } catch (const LogFailure& failure) {
    fail(failure_of(failure));
  } catch (const StoreFailure& failure) {
    fail(failure_of(failure));
  }
  threads_.run(partitions_.size(), [this](std::size_t i) { partitions_[i]->outcomes.step_down(); });
}

bool OutcomePublisher::is_behind() const {
  return std::any_of(partitions_.begin(), partitions_.end(),
                     [](const auto& watched) { return watched->outcomes.is_behind(); });
}

// Also the pause between transactions. A round begins here.
void OutcomePublisher::watch() {
  away_ = false;
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
  std::vector<Watched*> quiet;
  for (const auto& watched : partitions_) {
    const std::int64_t now = ports_.clock.steady_ms();
    if (watched->outcomes.publishes()) continue;
    if (!watched->outcomes.is_behind()) watched->changed_ms = now;
    if (now - watched->changed_ms >= kQuietMs) quiet.push_back(watched.get());
  }
  for_each(quiet, [](Watched& watched) {
    watched.outcomes.take_over();
    ++watched.take_overs;
  });
  follow_where_others_publish();
}

// Each in its own transaction, side by side.
void OutcomePublisher::publish_all() {
  std::vector<Watched*> ours;
  for (const auto& watched : partitions_) {
    if (watched->outcomes.has_more()) ours.push_back(watched.get());
  }
  for_each(ours, [](Watched& watched) {
    if (watched.outcomes.start()) watched.outcomes.finish();
  });
  follow_where_others_publish();
}

// Side by side. Once one has met an outage, the others are for the next round. Who was replaced
// watches again.
void OutcomePublisher::for_each(const std::vector<Watched*>& some,
                                const std::function<void(Watched&)>& work) {
  threads_.run(some.size(), [&](std::size_t i) {
    if (away_) return;
    Watched& watched = *some[i];
    try {
      work(watched);
    } catch (const WriterReplaced&) {
      watched.outcomes.step_down();
      watched.changed_ms = ports_.clock.steady_ms();
    } catch (const LogFailure& failure) {
      if (failure.kind() != LogFailure::Kind::kUnreachable) throw;
      away_ = true;
      if (!watched.outcomes.publishes()) watched.outcomes.step_down();
    }
  });
}

// Where the brokers do not answer, the next round asks again.
void OutcomePublisher::follow_where_others_publish() try {
  if (away_) return;
  for (const auto& watched : partitions_) {
    const bool follows = !watched->outcomes.publishes();
    if (watched->followed == follows) continue;
    const PartitionId partition = watched->outcomes.partition();
    follows ? follower_->start(partition) : follower_->stop(partition);
    watched->followed = follows;
  }
} catch (const LogFailure& failure) {
  if (failure.kind() != LogFailure::Kind::kUnreachable) throw;
  away_ = true;
}

}  // namespace nemo
