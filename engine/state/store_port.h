#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/state_changes.h"
#include "events/values/position.h"

namespace nemo {

// Where state records outlive the process: a cache of the log. What is read is always one whole
// checkpoint, never a part of one. A failure is thrown as StoreFailure.
// Thread rule: reads from any thread; writes one at a time.
class StateStore {
 public:
  virtual ~StateStore() = default;

  // The values of object keys of a partition, in their order; nothing where there is none.
  virtual std::vector<std::optional<std::string>> read(PartitionId partition,
                                                       const std::vector<std::string>& keys) = 0;

  // Object keys from `from` up to but without `until`, ascending, with their values, as of now;
  // until `visit` gives false.
  virtual void scan(
      PartitionId partition, std::string_view from, std::string_view until,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) = 0;

  // Makes all changes durable at once, after every write before it. Sorts them.
  virtual void write(StateChanges& changes) = 0;

  // Values whose first four bytes (stored_forget_day) are a day before `day` may leave the disk.
  virtual void forget_before(PartitionId partition, std::int64_t day) = 0;
};

// The lines of a record as stored, in any encoding: one value a record.
class OutcomeStore {
 public:
  virtual ~OutcomeStore() = default;

  // Makes the lines of these records durable at once. The changes' keys are outcome_key().
  virtual void write(StateChanges& lines) = 0;
  // Nothing if there are none.
  virtual std::optional<std::string> read(LogPosition position) = 0;
  // Records of a partition from `from` on, ascending, until `visit` gives false.
  virtual void scan(LogPosition from,
                    const std::function<bool(Offset, std::string_view lines)>& visit) = 0;
};

// The offset, 8 bytes, big endian: after the partition it makes a stored key that ascends.
std::string outcome_key(Offset offset);

struct StoreFailure {
  // kBroken: what should be written breaks an invariant.
  enum class Kind : std::uint8_t { kDamaged, kInUse, kNoSpace, kBroken, kOther };
  Kind kind = Kind::kOther;
  std::string message;  // the thing, the reason, the fix
};

}  // namespace nemo
