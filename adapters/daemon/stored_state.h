#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "engine/state/digest.h"
#include "engine/state/store_port.h"

namespace nemo {

// The last checkpoint of a partition, as its store has it.
struct StoredPartition {
  Offset position = 0;  // how many records it was reached with
  Digest digest = 0;
  DigestParts parts;  // of the digest
};

// Nothing where the partition was never stored. Throws StoreFailure.
std::optional<StoredPartition> stored_partition(StateStore& state, PartitionId partition);

// Whether the stored objects of the partition, each read and hashed, are those that the digest was
// taken of. `scanned` is called with the bytes read since its last call. Throws StoreFailure.
bool objects_add_up(StateStore& state, PartitionId partition, const DigestParts& parts,
                    const std::function<void(std::uint64_t bytes)>& scanned = {});

}  // namespace nemo
