#pragma once

#include "adapters/kafka/fetcher.h"
#include "adapters/kafka/record_times.h"

namespace nemo::kafka {

// A walk over one partition with a client of its own, which is made when there is something to
// read. Thread rule: as LogCursor.
class PartitionCursor : public LogCursor {
 public:
  // `log` tells the partition's end; it outlives the cursor.
  PartitionCursor(LogPort& log, const KafkaSettings& settings, LogPosition from);

  bool next(LogRecord& record) override;

 private:
  LogPort& log_;
  KafkaSettings settings_;
  LogPosition next_;
  Offset end_ = 0;
  RecordTimes times_;
  std::unique_ptr<Fetcher> fetcher_;
  std::vector<Message> fetched_;
  std::size_t taken_ = 0;
};

}  // namespace nemo::kafka
