#pragma once

#include <string>

#include "adapters/daemon/standing.h"

namespace nemo {

// Writes a node's standing, in Prometheus's text format, to a file that is whole at any moment.
// Throws Failure (2) where it cannot be written.
void write_metrics(const std::string& file, const NodeStanding& standing);

}  // namespace nemo
