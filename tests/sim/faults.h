#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "tests/sim/chance.h"

namespace nemo::sim {

// What goes wrong in a simulated world. Each is drawn where it can happen, and counted when it
// does.
enum class Fault : std::uint8_t {
  kCrash,             // a process dies, within an operation of its disk or between two
  kHalfCheckpoint,    // ... when a checkpoint's lines are written and its state is not
  kPause,             // a node does nothing for a while
  kTornWrite,         // a crash leaves a piece of what was not synced
  kLostWrite,         // a crash leaves nothing of it
  kMisdirectedWrite,  // bytes land in another place
  kBitFlip,           // a bit at rest changes
  kShortRead,         // a read gives fewer bytes than were asked for
  kDiskFull,
  kSyncError,      // fsync says no, and what was not synced may be lost
  kSlowDisk,       // an operation takes up to a second
  kLostRequest,    // an append does not arrive, and its answer neither
  kLostAnswer,     // an append is done, and its answer lost
  kDuplicate,      // an append is done twice
  kDelayedAnswer,  // a decision reaches its caller late
  kReordered,      // ... after those that were made behind it
  kForeignBytes,   // another producer appends bytes that may be no record
  kFarFuture,      // a record's time is a year ahead
  kClockJump,      // the clock of the log's machine leaps
  kFarBehind,      // a replica sees the log as it was a while ago
  kTruncatedLog,   // a replica is shown a log that lacks records it knows
  kMissingRecord,  // a reader finds a gap where a record was
  kHiddenRecords,  // a reader sees some partition's newest records late
  kLeaderChange,   // a partition takes no appends for a while
  kOldRules,       // an old binary meets newer rules
  kOtherBatches,   // a node comes back with other batches, limits and checkpoints
};

inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::kOtherBatches) + 1;

std::string_view fault_name(Fault fault);
std::optional<Fault> fault_of(std::string_view name);

using FaultCounts = std::array<std::uint64_t, kFaultCount>;

// Which faults a world has, and how often. About a third of the kinds are left out of each world,
// for what always happens hides what follows from its absence.
class Faults {
 public:
  Faults(const Chance& chance, const std::set<Fault>& without);

  // Whether the fault happens here; counts it.
  bool strikes(Fault fault);
  // The same for one whose effect is still to come: count() it then.
  bool draw(Fault fault);
  // Whether the fault belongs to this world and faults still happen.
  bool has(Fault fault) const { return !stopped_ && rates_[index(fault)] > 0; }
  void count(Fault fault) { ++counts_[index(fault)]; }
  // From here on nothing goes wrong.
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

  const FaultCounts& counts() const { return counts_; }

 private:
  static std::size_t index(Fault fault) { return static_cast<std::size_t>(fault); }

  std::array<std::int64_t, kFaultCount> rates_{};  // in 10,000 cases
  std::vector<Chance> streams_;                    // one each: a fault less moves no other
  FaultCounts counts_{};
  bool stopped_ = false;
};

}  // namespace nemo::sim
