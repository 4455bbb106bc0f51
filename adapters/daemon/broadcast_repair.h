#pragma once

#include <string>
#include <vector>

#include "engine/runner/runner.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"

namespace nemo {

// A record for the whole ledger that lies in some partitions and not in others: whoever appended it
// stopped half way.
struct MissingCopies {
  std::vector<NewRecord> records;  // to be appended in this order: partition 0, if at all, last
};

// Those of the last day of log time, oldest first. A plan or rules that newer ones have followed
// where they are missing are left alone: appended now they would undo these. Requires a checkpoint
// of everything decided. Throws LogFailure, StoreFailure.
std::vector<MissingCopies> missing_copies(Runner& runner, StateStore& store, LogPort& log);

}  // namespace nemo
