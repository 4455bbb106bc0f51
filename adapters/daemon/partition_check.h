#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "adapters/daemon/stored_state.h"
#include "engine/runner/replay.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"

namespace nemo {

// What verify found in one partition.
struct PartitionFindings {
  std::string first_break;  // empty: none
  std::uint64_t records = 0;
  std::uint64_t lines = 0;
  std::uint64_t checks = 0;
  Digest digest = 0;
};

// Re-decides one partition from its log and holds everything that was stored against it.
// Thread rule: one thread; several may check different partitions of the same stores.
class PartitionCheck {
 public:
  // The stores may be null where a ledger has none.
  PartitionCheck(LogPort& log, StateStore* state, OutcomeStore* outcomes, PartitionId partition);

  // `progress` is called with the number of records since its last call. Throws Failure at a record
  // of rules that are not known.
  PartitionFindings run(const std::function<void(std::uint64_t)>& progress);

 private:
  void load_stored_checkpoint();
  void check_stored_objects();
  void check_stored_lot_ends();
  void replay_with_stored_lines();
  bool check_record(const std::string* stored_lines);
  void check_line(const Outcome& line);
  void check_checkpoint_passed();
  void check_invariants();
  bool expect(bool holds, const std::string& where, const std::string& what);
  std::string here() const;
  Offset stored_position() const;

  StateStore* state_;
  OutcomeStore* outcomes_;
  PartitionId partition_;
  Replay replay_;
  std::optional<StoredPartition> stored_;
  PartitionFindings findings_;
  std::function<void(std::uint64_t)> progress_;
  std::uint64_t unreported_ = 0;
  std::string encoded_;
  std::map<std::string, Wide, std::less<>> balances_;  // by organization, from its postings
};

}  // namespace nemo
