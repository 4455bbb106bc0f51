#pragma once

#include <string>

#include "adapters/daemon/standing.h"

namespace nemo {

// A node's standing in Prometheus's text format.
std::string metrics_text(const NodeStanding& standing);

}  // namespace nemo
