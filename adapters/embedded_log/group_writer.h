#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "adapters/embedded_log/append_queue.h"
#include "adapters/embedded_log/log_figures.h"
#include "adapters/embedded_log/placement.h"
#include "adapters/embedded_log/recent_records.h"

namespace nemo::embedded_log {

// Writes groups of appends: gives offsets and times, and makes one synced batch of a group. After a
// write that failed it refuses everything: only opening anew can tell what became of it.
// Thread rule: figures() from any thread, the rest from one at a time.
class GroupWriter {
 public:
  struct Start {
    rocksdb::DB& db;
    const std::filesystem::path& directory;
    Placement placement;
    RecentRecords& recent;  // outlives it
  };

  explicit GroupWriter(const Start& start) : start_(start) {}

  // Fills positions, or failure, of each.
  void write(const AppendQueue::Group& group);

  const Tails& tails() const { return start_.placement.tails(); }
  LogFigures figures() const;
  bool failed() const { return failed_.has_value(); }

 private:
  void add(Append& append);
  std::optional<LogFailure> commit();
  rocksdb::Status write_batch();
  void finish(const AppendQueue::Group& group, const std::optional<LogFailure>& failure);

  Start start_;
  rocksdb::WriteBatch batch_;
  std::string scratch_;
  std::vector<LogRecord> written_;
  std::optional<LogFailure> failed_;
  mutable std::mutex figures_mutex_;
  LogFigures figures_;
};

}  // namespace nemo::embedded_log
