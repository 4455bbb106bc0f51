#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/daemon/decided_queue.h"
#include "adapters/kafka/outcome_topic.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"

namespace nemo {

// The outcomes of one partition on their way to the topic. Thread rule: one thread at a time, but
// for the queue and what is atomic.
class PublishedPartition {
 public:
  struct Ports {
    const KafkaSettings& settings;
    LogPort& log;
    OutcomeStore& outcomes;
  };

  PublishedPartition(Ports ports, PartitionId partition, PublishedMark mark)
      : ports_(ports), partition_(partition), published_end_(mark.offset + 1) {}

  PartitionId partition() const { return partition_; }
  DecidedQueue& queue() { return queue_; }

  // Another node has published up to here.
  void saw(Offset source_offset);
  // Whether something was decided here that is not published.
  bool is_behind() const { return queue_.end() > published_end_.load(); }
  bool publishes() const { return publishes_.load(); }
  bool has_more() const { return publishes() && (started_end_ > 0 || is_behind()); }
  Offset published_end() const { return published_end_.load(); }

  // Becomes the one that publishes, behind what was published last. Throws LogFailure,
  // WriterReplaced.
  void take_over();
  // No longer is it.
  void step_down();

  // Starts a transaction with what was decided, if anything was; ends it. Throw WriterReplaced;
  // LogFailure where the cluster does not answer: then finish() is to be called again.
  bool start();
  void finish();

 private:
  static constexpr std::size_t kRecordsAtOnce = 8'192;

  std::vector<DecidedQueue::Entry> next_records();
  std::vector<DecidedQueue::Entry> stored_records(Offset from);
  void put(const DecidedQueue::Entry& record);

  Ports ports_;
  PartitionId partition_;
  DecidedQueue queue_;
  std::unique_ptr<OutcomeWriter> writer_;
  Offset started_end_ = 0;  // after the last record of the open transaction; 0: none is open
  std::atomic<Offset> published_end_;
  std::atomic<bool> publishes_ = false;
  std::string json_;
};

}  // namespace nemo
