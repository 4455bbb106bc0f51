#pragma once

#include <cstdint>
#include <string_view>

#include "events/values/position.h"
#include "events/values/text.h"

namespace nemo {

// Kafka's murmur2 of the Java clients (seed 0x9747b28c), as a signed 32-bit number.
std::int32_t murmur2(std::string_view bytes);

// The partition of an organization: murmur2 without its sign bit, modulo the partition count.
PartitionId partition_of(const OrgId& org_id);

}  // namespace nemo
