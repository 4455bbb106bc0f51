#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "adapters/cli/progress.h"
#include "adapters/cli/stop_signal.h"
#include "adapters/daemon/ledger.h"
#include "adapters/workload/workload.h"

namespace nemo {

struct TrafficResult {
  std::uint64_t records = 0;
  std::uint64_t elapsed_ms = 0;
  std::uint64_t known = 0;  // records the ledger had decided before, in a run that was cut off
  bool stopped = false;     // by a signal, between two batches
};

// Every record with the lines it was first answered with, in order.
using TrafficSink = std::function<void(const Envelope&, std::span<const Outcome>)>;

struct Stage {
  Ledger& ledger;
  Workload& workload;
  StopSignal& stop;
  Progress& progress;  // of calls
};

// Plays the workload on the ledger, with live progress. A run that was cut off can be played again
// on the same ledger: what is there is not sent again but answered as it was, so that both runs
// together make the log that one makes. Throws Failure, LogFailure.
TrafficResult play(Stage stage, const TrafficSink& sink);

}  // namespace nemo
