#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/step.h"
#include "engine/runner/known_ids.h"
#include "engine/state/partition_state.h"
#include "engine/state/store_port.h"
#include "events/catalog/rules.h"
#include "events/log/log_port.h"
#include "events/outcomes/outcome_lines.h"

namespace nemo {

// How many objects a partition keeps in memory though nothing needs them now. Open holds, and what
// the store does not have yet, stay beside them.
struct MemoryLimits {
  std::size_t organizations = 1 << 12;
  std::size_t reservations = 1 << 12;
  std::size_t ids = 1 << 12;
};

// One partition being decided: reads its log, loads what the records name, steps them, keeps their
// lines until they are taken. Thread rule: one thread at a time.
class PartitionEngine {
 public:
  // Without stores everything stays in memory and nothing is written.
  struct Ports {
    LogPort& log;
    StateStore* store = nullptr;
    OutcomeStore* outcomes = nullptr;
    bool writes = true;                        // else nothing is ever cut
    bool reads_ids_aside = true;               // on a thread of its own, else on the caller's
    std::int64_t newest_rules = kNewestRules;  // of this binary
  };

  PartitionEngine(Ports ports, PartitionId partition);

  // Reads the record that the stored state was reached with once more. Throws LogFailure kDamaged
  // where the log has another one there, or none: it lost its end, or is another ledger's. The log
  // is read from that record on.
  void check_last_record();

  // Steps up to `end` (an offset), `most` records at a time. Throws LogFailure, StoreFailure;
  // LogFailure kOtherVersion before a record of rules that are not known.
  void step_to(Offset end, std::size_t most);

  // The lines of the record at an offset stepped since the last take_lines().
  std::span<const Outcome> lines_of(Offset offset) const;
  // All of them.
  std::span<const Outcome> lines() const { return lines_.span(); }
  // The records stepped since then are done with.
  void take_lines();

  // Whether what changed since the last cut may be written down. Throws StoreFailure kBroken.
  void check_changes() const;

  // Writes down what changed since the last cut (engine/runner/checkpoint.h); the lines of the
  // records since then go to `outcomes`.
  void cut(std::uint64_t number, StateChanges& changes, StateChanges& outcomes);

  // Lets objects leave that checkpoint `durable` holds, down to the limits.
  void evict(std::uint64_t durable, const MemoryLimits& limits);

  // Lines of records from this offset on were in no cut yet, as they would be stored.
  Offset unstored_from() const { return encoded_offset_; }
  std::string_view unstored_lines(Offset offset) const;

  // Grows with every record stepped that may change settings. From any thread.
  std::uint64_t settings_version() const { return settings_version_.load(); }

  PartitionState& state() { return state_; }
  const PartitionState& state() const { return state_; }
  Offset next_offset() const { return state_.globals.next_offset; }

 private:
  std::size_t read_batch(Offset end, std::size_t most);
  void load(std::span<const Record> records);
  void keep_lines(Offset offset, std::size_t first_line);
  void compare_with_stored(Offset offset, std::string_view lines);

  Ports ports_;
  PartitionState state_;
  std::unique_ptr<KnownIds> ids_;
  std::unique_ptr<LogCursor> cursor_;
  LogRecord read_;
  std::vector<Record> batch_;
  OutcomeLines lines_;
  Offset first_offset_ = 0;               // of the lines kept
  std::vector<std::size_t> first_lines_;  // by offset, counted from first_offset_
  std::string encoded_;                   // lines since the last cut, back to back
  std::vector<std::size_t> encoded_ends_;
  Offset encoded_offset_ = 0;    // of the first of them
  Offset stored_lines_end_ = 0;  // lines before it are in the store since before this start
  std::atomic<std::uint64_t> settings_version_ = 0;
};

// A log record decoded for the engine: what cannot be decoded comes as Unreadable.
void decode_into(const LogRecord& from, Record& record);

// Before a record is stepped. Throws LogFailure kOtherVersion, naming its position.
void stop_at_unknown_rules(const Record& record, std::int64_t newest = kNewestRules);

}  // namespace nemo
