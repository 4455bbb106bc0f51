#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "events/log/log_port.h"
#include "events/log/partitioner.h"

namespace nemo::embedded_log {

// The records of each partition's last group, once they are durable: whoever follows the log's end
// reads them here, and not from the store. Thread rule: any thread.
class RecentRecords {
 public:
  // Takes a group's records, each partition's in the order of their offsets.
  void keep(std::vector<LogRecord>& group);

  // False: it is not among them.
  bool find(LogPosition position, LogRecord& record) const;

 private:
  mutable std::mutex mutex_;
  std::array<std::vector<LogRecord>, kPartitionCount> groups_;
};

}  // namespace nemo::embedded_log
