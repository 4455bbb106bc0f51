#pragma once

#include <string>

#include "adapters/daemon/standing.h"

namespace nemo {

// A node's standing in Prometheus's text format.
std::string metrics_text(const NodeStanding& standing);

// Writes it to a file that is whole at any moment. Throws Failure (2) where it cannot be written.
void write_metrics(const std::string& file, const NodeStanding& standing);

}  // namespace nemo
