#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "adapters/kafka/kafka_settings.h"
#include "events/log/clock.h"
#include "events/log/log_port.h"

namespace nemo {

// The partitions a node serves, as they grow: one client reads all of them, and the engine takes
// what has arrived. It is a log that ends where the last delivered record does, and takes no
// appends. Thread rule: one thread; cursors of different partitions may be used side by side while
// nothing is fetched.
class KafkaFeed : public LogPort {
 public:
  // `clock` outlives the feed.
  KafkaFeed(const KafkaSettings& settings, Clock& clock);
  ~KafkaFeed() override;

  // Begins to read the partitions. Throws LogFailure.
  void start(const std::vector<LogPosition>& from);

  // Waits until something arrives, at most this long; true if it did. After a lost connection, or
  // time in which the log may have been replaced, its last record is read again first. Throws
  // LogFailure: kDamaged (truncated, replaced, gap), kMissing (the topic is gone), kClock (a
  // record's time leapt ahead of the clock: it is not given out).
  bool fetch(int timeout_ms);

  // After the last record that has arrived.
  Offset end_offset(PartitionId partition) override;
  // One at a time of a partition, which start() must have begun where the cursor does.
  std::unique_ptr<LogCursor> scan(LogPosition from) override;
  // Throws LogFailure kUnusable.
  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override;

  // Records that the engine has read since the last release(), in order, with their bytes and with
  // the header nemo-call; then lets go of them.
  struct Read {
    LogPosition position;
    std::string_view envelope;
    std::string_view call;
  };
  void release(PartitionId partition, const std::function<void(const Read&)>& visit);

  // After the last record that the brokers spoke of, for figures alone.
  Offset log_end(PartitionId partition) const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo
