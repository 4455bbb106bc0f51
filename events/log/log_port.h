#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo {

// A record to append: the envelope's bytes (events/wire), and the time its source gave it.
struct NewRecord {
  PartitionId partition = 0;
  std::string envelope;
  std::optional<TimeMs> at;
};

// A record of the log. Its log time is decided by the engine: max(log time of the record before it
// in the partition, `at` if given and honoured, else appended_at).
struct LogRecord {
  LogPosition position;
  std::string envelope;
  std::optional<TimeMs> at;
  TimeMs appended_at;
};

// The log of one ledger. Thread rule: any thread; appends are ordered among themselves.
class LogPort {
 public:
  virtual ~LogPort() = default;

  // Appends all records, in order, and returns when they are durable: their positions, in the
  // records' order. All or nothing for one call.
  virtual std::vector<LogPosition> append(const std::vector<NewRecord>& records) = 0;

  // Up to `max` records of a partition from an offset on, in order, dense. Fewer (also none) at the
  // log's end. Throws LogFailure for a damaged record, naming its position.
  virtual std::vector<LogRecord> read(LogPosition from, std::size_t max) = 0;

  // The offset after a partition's last durable record.
  virtual Offset end_offset(PartitionId partition) = 0;
};

// Thrown by a log that cannot serve: damaged (kind kDamaged: exit status 3), in use, of another
// version, out of space or unreachable.
class LogFailure {
 public:
  enum class Kind : std::uint8_t { kDamaged, kInUse, kOtherVersion, kNoSpace, kUnreachable };

  LogFailure(Kind kind, std::string message, bool unknown_fate = false)
      : kind_(kind), message_(std::move(message)), unknown_fate_(unknown_fate) {}

  Kind kind() const { return kind_; }
  // The thing, the reason and the fix.
  const std::string& message() const { return message_; }
  // The records may or may not be on the log: ask again with the same ids.
  bool unknown_fate() const { return unknown_fate_; }

 private:
  Kind kind_;
  std::string message_;
  bool unknown_fate_;
};

}  // namespace nemo
