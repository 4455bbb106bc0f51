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

// Keys that objects in memory name and that are not in memory: payments whose fee a record's plan
// may change, the payment that a record's is another name of, that one's other names. After two
// rounds there are none left.
constexpr int kLinkRounds = 2;
std::vector<std::string> missing_links(PartitionState& state, std::span<const Record> records);

}  // namespace nemo
