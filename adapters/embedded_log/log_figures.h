#pragma once

#include "events/values/histogram.h"

namespace nemo {

// What an embedded log has written since it was opened. A group is what shares a sync.
struct LogFigures {
  Histogram write_us;       // of a group, its sync included
  Histogram group_records;  // in a group
};

}  // namespace nemo
