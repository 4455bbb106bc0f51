#pragma once

#include "adapters/daemon/metrics_text.h"

namespace nemo {

// What the system says of this process, by the names that Prometheus's own clients use, and the
// build: nemo_build_info. What the system does not tell is left out.
void add_process(MetricsText& text);

}  // namespace nemo
