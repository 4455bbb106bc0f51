#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "engine/state/object_key.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"

namespace nemo {

// A log in memory.
class MemoryLog : public LogPort {
 public:
  // As a ledger would: those of the whole ledger to every partition, partition 0 last.
  void add(const LedgerInput& input) {
    if (input.envelope.org_id.view() == kLedgerOrg) {
      for (PartitionId partition = kPartitionCount; partition > 0; --partition) {
        add(static_cast<PartitionId>(partition - 1), input);
      }
    } else {
      add(partition_of(input.envelope.org_id), input);
    }
  }
  std::vector<LogPosition> append(const std::vector<NewRecord>&) override { return {}; }
  std::unique_ptr<LogCursor> scan(LogPosition from) override {
    class Cursor : public LogCursor {
     public:
      Cursor(const std::vector<LogRecord>& records, Offset from)
          : records_(records), next_(static_cast<std::size_t>(from)) {}
      bool next(LogRecord& record) override {
        if (next_ >= records_.size()) return false;
        record = records_[next_++];
        return true;
      }

     private:
      const std::vector<LogRecord>& records_;
      std::size_t next_;
    };
    return std::make_unique<Cursor>(records_[from.partition], from.offset);
  }
  Offset end_offset(PartitionId partition) override {
    return static_cast<Offset>(records_[partition].size());
  }

 private:
  void add(PartitionId partition, const LedgerInput& input) {
    LogRecord record;
    record.position = {partition, end_offset(partition)};
    encode_envelope(input.envelope, record.envelope);
    record.at = input.at;
    record.appended_at = *input.at;
    records_[partition].push_back(std::move(record));
  }
  std::array<std::vector<LogRecord>, kPartitionCount> records_;
};

// What both stores in memory share. A write takes a while, so that stepping runs ahead of it, and
// fails when told to.
class MemoryTable {
 public:
  std::optional<StoreFailure> fails;
  int writes_before_failure = 0;
  std::chrono::microseconds write_takes{0};

  void write(StateChanges& changes) {
    std::this_thread::sleep_for(write_takes);
    const std::lock_guard lock(mutex_);
    if (fails && writes_before_failure-- <= 0) throw *fails;
    for (const StateChanges::Change& change : changes.changes()) {
      const std::string key(changes.key(change));
      if (change.erased) {
        records_.erase(key);
      } else {
        records_[key] = changes.value(change);
      }
    }
  }
  std::optional<std::string> get(PartitionId partition, std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = records_.find(stored(partition, key));
    return found == records_.end() ? std::nullopt : std::optional(found->second);
  }
  template <class Visit>
  void scan(PartitionId partition, std::string_view from, std::string_view until, Visit&& visit) {
    std::vector<std::pair<std::string, std::string>> found;
    {
      const std::lock_guard lock(mutex_);
      found.assign(records_.lower_bound(stored(partition, from)),
                   records_.lower_bound(stored(partition, until)));
    }
    for (const auto& [key, value] : found) {
      if (!visit(std::string_view(key).substr(2), std::string_view(value))) return;
    }
  }

 private:
  static std::string stored(PartitionId partition, std::string_view key) {
    std::string text;
    write_stored_key(partition, key, text);
    return text;
  }
  std::mutex mutex_;
  std::map<std::string, std::string> records_;
};

class MemoryStateStore : public StateStore {
 public:
  MemoryTable table;

  std::vector<std::optional<std::string>> read(PartitionId partition,
                                               const std::vector<std::string>& keys) override {
    std::vector<std::optional<std::string>> values;
    for (const std::string& key : keys) values.push_back(table.get(partition, key));
    return values;
  }
  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit) override {
    table.scan(partition, from, until, visit);
  }
  void write(StateChanges& changes) override { table.write(changes); }
  void forget_before(PartitionId, std::int64_t) override {}
};

class MemoryOutcomeStore : public OutcomeStore {
 public:
  MemoryTable table;

  void write(StateChanges& lines) override { table.write(lines); }
  std::optional<std::string> read(LogPosition position) override {
    return table.get(position.partition, outcome_key(position.offset));
  }
  void scan(LogPosition from, const std::function<bool(Offset, std::string_view)>& visit) override {
    table.scan(from.partition, outcome_key(from.offset), std::string(9, '\xff'),
               [&visit](std::string_view key, std::string_view lines) {
                 return visit(static_cast<Offset>(read_big_endian(key)), lines);
               });
  }
};

}  // namespace nemo
