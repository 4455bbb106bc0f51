#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "adapters/embedded_log/append_queue.h"
#include "adapters/embedded_log/placement.h"
#include "adapters/embedded_log/recent_records.h"

namespace nemo::embedded_log {

// Writes groups of appends: gives offsets and times, and makes one synced batch of a group. After a
// write that failed it refuses everything: only opening anew can tell what became of it.
// Thread rule: one thread at a time.
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
  bool failed() const { return failed_.has_value(); }

 private:
  void add(Append& append);
  std::optional<LogFailure> commit();
  void finish(const AppendQueue::Group& group, const std::optional<LogFailure>& failure);

  Start start_;
  rocksdb::WriteBatch batch_;
  std::string scratch_;
  std::vector<LogRecord> written_;
  std::optional<LogFailure> failed_;
};

}  // namespace nemo::embedded_log
