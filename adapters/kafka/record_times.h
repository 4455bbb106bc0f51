#pragma once

#include <cstdint>

#include "adapters/kafka/record_headers.h"

namespace nemo::kafka {

// Which time of a record counts: its source's until the first record without one, an import's until
// the first record of another kind, then the broker's for ever. So nobody can backdate a ledger
// that lives. Follows one partition, record by record. Thread rule: one thread.
class RecordTimes {
 public:
  enum class Phase : std::uint8_t { kTimed, kImported, kLive };

  explicit RecordTimes(Phase phase = Phase::kTimed) : phase_(phase) {}

  // Sets `at` and `appended_at` of the next record. `stamp` is when the broker appended it.
  void place(const RecordHeaders& headers, TimeMs stamp, LogRecord& record);

  Phase phase() const { return phase_; }

 private:
  Phase phase_;
};

// A source's time may be this far ahead of the broker's; further ahead it counts as not given.
inline constexpr std::int64_t kAheadMs = 5 * kMsPerMinute;

}  // namespace nemo::kafka
