#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/store_port.h"
#include "engine/store/live_files.h"

namespace rocksdb {
class DB;
}

namespace nemo {

// A RocksDB that is written by whole checkpoints alone: each becomes one sorted file that joins the
// database in one step, so that there is no memtable, no write-ahead log and no half of anything.
// A file joins as the newest run; universal compaction merges runs of like size in the background.
// Thread rule: reads from any thread; writes one at a time. Throws StoreFailure.
class CheckpointDb {
 public:
  struct Settings {
    std::filesystem::path folder;
    bool read_only = false;
    bool forgets = false;  // values begin with the day they are forgotten on
  };

  explicit CheckpointDb(Settings settings);
  ~CheckpointDb();

  void write(StateChanges& changes);
  std::optional<std::string> get(std::string_view stored_key);
  std::vector<std::optional<std::string>> multi_get(PartitionId partition,
                                                    const std::vector<std::string>& keys);
  // Stored keys from `from` up to but without `until`, until `visit` gives false.
  void scan(std::string_view from, std::string_view until,
            const std::function<bool(std::string_view key, std::string_view value)>& visit);
  void forget_before(PartitionId partition, std::int64_t day);
  // Compares every block with its checksum, also where no record lies.
  void check_files();
  // See live_files().
  std::vector<LiveFile> live_files();

 private:
  class ForgetFilter;

  [[noreturn]] void fail(const std::string& what, const void* status) const;

  Settings settings_;
  std::unique_ptr<ForgetFilter> filter_;
  std::unique_ptr<rocksdb::DB> db_;
  std::uint64_t next_file_ = 0;
};

// The two stores of a node, each one CheckpointDb.
class RocksStateStore : public StateStore {
 public:
  RocksStateStore(std::filesystem::path folder, bool read_only)
      : db_({std::move(folder), read_only, true}) {}

  std::vector<std::optional<std::string>> read(PartitionId partition,
                                               const std::vector<std::string>& keys) override {
    return db_.multi_get(partition, keys);
  }
  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit) override;
  void write(StateChanges& changes) override { db_.write(changes); }
  void forget_before(PartitionId partition, std::int64_t day) override {
    db_.forget_before(partition, day);
  }
  void check_files() { db_.check_files(); }

 private:
  CheckpointDb db_;
};

class RocksOutcomeStore : public OutcomeStore {
 public:
  RocksOutcomeStore(std::filesystem::path folder, bool read_only)
      : db_({std::move(folder), read_only, false}) {}

  void check_files() { db_.check_files(); }
  void write(StateChanges& lines) override { db_.write(lines); }
  std::optional<std::string> read(LogPosition position) override;
  void scan(LogPosition from, const std::function<bool(Offset, std::string_view)>& visit) override;

 private:
  CheckpointDb db_;
};

}  // namespace nemo
