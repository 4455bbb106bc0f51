#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/step.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"

namespace nemo::bench {

// The baseline: an engine that keeps nothing in memory. It makes the same decisions with the same
// code, but reads each record's objects from RocksDB and writes them back, with the position,
// before it goes on to the next. An ordinary database: memtable, leveled compaction, Bloom filters,
// no write-ahead log (the log has the records).
class PlainEngine : public StateStore {
 public:
  PlainEngine(const std::filesystem::path& folder, LogPort& log, PartitionId partition);

  // Decides `count` records more.
  void run(std::size_t count);
  PartitionState& state() { return state_; }

  std::vector<std::optional<std::string>> read(PartitionId partition,
                                               const std::vector<std::string>& keys) override;
  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit) override;
  void write(StateChanges& changes) override;
  void forget_before(PartitionId, std::int64_t) override {}

 private:
  void decide(const Record& record);

  std::unique_ptr<rocksdb::DB> db_;
  LogPort& log_;
  PartitionState state_;
  std::unique_ptr<LogCursor> cursor_;
  LogRecord read_;
  OutcomeLines lines_;
  std::uint64_t number_ = 0;
};

}  // namespace nemo::bench
