#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo {

// A record to append: the envelope's bytes (events/wire), and the time its source gave it.
//   at           honoured while the partition holds only records with `at`; dropped after that
//   key          the organization's id, for a log that shows it beside the bytes; may be empty
//   appended_at  for an import alone: the record is a live one, appended at that time elsewhere;
//                stored as it is, and `at` is not looked at
struct NewRecord {
  PartitionId partition = 0;
  std::string envelope;
  std::optional<TimeMs> at = {};
  std::optional<TimeMs> appended_at = {};
  std::string key = {};
};

// A record of the log. Its log time is decided by the engine: max(log time of the record before it
// in the partition, `at` if there is one, else appended_at). A record has `at` only where the log
// honoured it; then appended_at is the same time.
struct LogRecord {
  LogPosition position;
  std::string envelope;
  std::optional<TimeMs> at = {};
  TimeMs appended_at = {};
};

// A walk over one partition, oldest first, dense. Not longer-lived than its log. Thread rule: one
// thread at a time; several cursors may walk at once.
class LogCursor {
 public:
  virtual ~LogCursor() = default;

  // The next record into `record`; false at the log's end as it is now (ask again later). Throws
  // LogFailure for a damaged or missing record, naming its position.
  virtual bool next(LogRecord& record) = 0;
};

// The log of one ledger. Thread rule: any thread; appends are ordered among themselves.
class LogPort {
 public:
  virtual ~LogPort() = default;

  // Appends all records, in order, and returns when they are durable: their positions, in the
  // records' order. A failure tells whether some may be on the log (unknown_fate).
  virtual std::vector<LogPosition> append(const std::vector<NewRecord>& records) = 0;

  // The offset after a partition's last durable record.
  virtual Offset end_offset(PartitionId partition) = 0;

  // The records of a partition from an offset on.
  virtual std::unique_ptr<LogCursor> scan(LogPosition from) = 0;
};

// Thrown by a log that cannot serve.
//   kDamaged       bytes are lost or wrong (exit status 3)
//   kInUse         another process has it (3)
//   kOtherVersion  written by another version (3)
//   kNoSpace       the disk is full (3)
//   kMissing       there is no log at that place (3)
//   kUnusable      the directory cannot be read or written (3)
//   kClock         the wall clock leapt; nothing was appended, later appends may work (3)
//   kUnreachable   a server does not answer (4)
//   kUnsafe        its settings could lose or reorder records (4)
//   kSettings      what it is to be opened with is wrong (2)
class LogFailure {
 public:
  enum class Kind : std::uint8_t {
    kDamaged,
    kInUse,
    kOtherVersion,
    kNoSpace,
    kUnreachable,
    kMissing,
    kUnusable,
    kClock,
    kUnsafe,
    kSettings
  };

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
