#pragma once

#include <string>
#include <vector>

#include "adapters/daemon/standing.h"

namespace nemo {

// "0-7", "1,4,9-11"; empty: none is named. Throws Failure (2).
std::vector<PartitionId> parse_partitions(const std::string& text);

// The same text of the partitions that a node serves.
std::string format_partitions(const NodeStanding& standing);

}  // namespace nemo
