#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "adapters/daemon/published_partition.h"
#include "engine/runner/work_threads.h"
#include "events/log/clock.h"

namespace nemo {

// Publishes what this node decides to NAME.outcomes, a partition at a time the one of its replicas
// that does. While another one publishes, this node only watches: when it has decided what has not
// appeared for kQuietMs, it fences the other, reads how far that came, and goes on behind it. All
// replicas decide alike, so whoever publishes, the lines are the same.
// Thread rule: put() from the engine's thread; failure() and marks from any.
class OutcomePublisher {
 public:
  static constexpr std::int64_t kQuietMs = 500;

  struct Ports {
    KafkaSettings settings;
    LogPort& log;            // the records, for what is published late
    OutcomeStore& outcomes;  // and their lines
    Clock& clock;
    std::vector<PartitionId> partitions;
  };

  // `next` is the next record to be decided of each partition; `marks` what is published by now.
  OutcomePublisher(Ports ports, const std::array<Offset, kPartitionCount>& next,
                   const PublishedMarks& marks);
  // Returns once what was decided is published, by whomever, if that is soon done.
  ~OutcomePublisher();

  void put(PartitionId partition, DecidedQueue::Entry entry);

  // Why it publishes nothing any more; nothing while it does.
  std::optional<Failure> failure() const;

  struct Standing {
    bool publishes = false;
    Offset published_end = 0;  // after the last record whose lines are known to be published
    std::uint64_t take_overs = 0;
  };
  Standing standing(PartitionId partition) const;

 private:
  struct Watched {
    Watched(PublishedPartition::Ports ports, PartitionId partition, PublishedMark mark)
        : outcomes(ports, partition, std::move(mark)) {}

    PublishedPartition outcomes;
    bool followed = false;
    std::int64_t changed_ms = 0;  // when something appeared last, or nothing had to
    std::atomic<std::uint64_t> take_overs = 0;
  };

  void run(const std::stop_token& stop);
  void watch();
  void take_over_where_quiet();
  void publish_all();
  bool is_behind() const;
  void for_each(const std::vector<Watched*>& some, const std::function<void(Watched&)>& work);
  void follow_where_others_publish();

  Ports ports_;
  std::vector<std::unique_ptr<Watched>> partitions_;
  std::array<Watched*, kPartitionCount> by_id_{};
  std::unique_ptr<OutcomeFollower> follower_;
  WorkThreads threads_;
  std::atomic<bool> away_ = false;  // the brokers did not answer in this round
  mutable std::mutex mutex_;
  std::optional<Failure> failure_;
  std::jthread thread_;
};

}  // namespace nemo
