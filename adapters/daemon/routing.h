#pragma once

#include <cstddef>
#include <vector>

#include "adapters/daemon/ledger.h"
#include "events/log/log_port.h"

namespace nemo {

// Appends the records that an input becomes on the log: one in its organization's partition, or one
// in every partition for what holds for the whole ledger, partition 0 last. How many they are.
std::size_t route(const LedgerInput& input, std::vector<NewRecord>& records);

// Whether an input becomes one record in every partition.
bool is_for_all(const LedgerInput& input);

}  // namespace nemo
