#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/core/step.h"
#include "engine/state/digest.h"
#include "engine/state/partition_state.h"
#include "events/catalog/rules.h"
#include "events/log/log_port.h"
#include "events/outcomes/outcome.h"

namespace nemo {

// A log record decoded for the engine: what cannot be decoded comes as Unreadable.
Record decode_record(const LogRecord& from);

// Steps a partition's log from zero in memory alone, record by record.
class Replay {
 public:
  // Stops at rules beyond `newest_rules`.
  Replay(LogPort& log, PartitionId partition, std::int64_t newest_rules = kNewestRules);
  ~Replay();

  // The next record and its lines; false at the log's end. Throws LogFailure, as PartitionEngine.
  bool next();
  const Record& record() const;
  std::span<const Outcome> lines() const;

  // The record that next() will step; null at the log's end.
  const Record* upcoming();

  // The log time that the next record will have; nothing at the log's end.
  std::optional<TimeMs> next_time();

  PartitionState& state();
  // The state's digest as of the records stepped so far.
  Digest digest();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo
