#pragma once

#include <deque>
#include <mutex>
#include <vector>

#include "events/log/log_port.h"

namespace nemo::embedded_log {

// The latest records of one partition, so that a reader who keeps up never asks the store.
// Thread rule: any thread.
class TailCache {
 public:
  // The record after the last one added, or the first.
  void add(LogRecord record);

  // Up to `max` records from an offset on; nothing when the cache no longer reaches back to it.
  std::vector<LogRecord> read(Offset from, std::size_t max) const;

 private:
  static constexpr std::size_t kBytesMax = 2 << 20;

  mutable std::mutex mutex_;
  std::deque<LogRecord> records_;
  std::size_t bytes_ = 0;
};

}  // namespace nemo::embedded_log
