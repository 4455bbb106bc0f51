#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/step.h"
#include "engine/state/partition_state.h"

namespace nemo {

// The log time after all of these records.
TimeMs latest_log_time(const PartitionState& state, std::span<const Record> records);

// The keys of every object that stepping these records may look at, besides what is in memory:
// of organizations, directories, reservations and ids, by object_key.h. May repeat a key and may
// name what does not exist. Reservations and ids are left out where `may_be_stored` says no.
std::vector<std::string> missing_objects(
    PartitionState& state, std::span<const Record> records,
    const std::function<bool(std::string_view key)>& may_be_stored);

// Keys of payments whose fee a record's plan may change, as far as their organizations (which are
// in memory) list them and they are not in memory.
std::vector<std::string> missing_plan_payments(PartitionState& state,
                                               std::span<const Record> records);

}  // namespace nemo
