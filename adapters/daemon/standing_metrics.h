#pragma once

#include "adapters/daemon/metrics_text.h"
#include "adapters/daemon/standing.h"

namespace nemo {

// A node's standing as Prometheus reads it. No label names an organization, key or person: there
// may be millions.
void add_standing(const NodeStanding& standing, MetricsText& text);
std::string metrics_text(const NodeStanding& standing);

}  // namespace nemo
