#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/partition_state.h"
#include "engine/state/state_changes.h"
#include "engine/state/store_port.h"

namespace nemo {

class KnownIds;

// Between memory and store. A stored value of an organization, directory, reservation, hold or id
// is the day it is forgotten on (4 bytes, big endian; 0: never), then the record's bytes.
// Thread rule: the partition's.

// Writes down what changed since the last cut, brings the digest up to date and marks everything
// clean, as held by checkpoint `number`. Without `changes` for a partition that is never stored.
// `ids`, if given, hears of every id that is written.
void cut_checkpoint(PartitionState& state, std::uint64_t number, StateChanges* changes,
                    KnownIds* ids = nullptr);

// The day a stored value is forgotten on; 0: never.
inline constexpr std::size_t kForgetBytes = 4;
std::int64_t forget_day_of_stored(std::string_view value);

// The digest of the state as of the last cut: of everything but what is forgotten.
Digest state_digest(const PartitionState& state);

// Brings a partition to its stored checkpoint: settings, open holds, ends of lots up to the
// horizon. The rest is loaded when it is needed. Throws StoreFailure for bytes that are not ours.
void load_partition(PartitionState& state, StateStore& store);

// Loads the objects of these keys, if the store has them and they are not forgotten.
void load_objects(PartitionState& state, StateStore& store, std::vector<std::string> keys);

// Ends of lots up to an hour past `time` are in memory afterwards.
void load_lot_ends(PartitionState& state, StateStore& store, TimeMs time);

}  // namespace nemo
