#include "adapters/cli/open_ledger.h"

#include "adapters/cli/progress.h"

namespace nemo {

std::unique_ptr<Ledger> open_ledger(LedgerOptions options) {
  Progress progress("records decided", 0);
  options.progress = [&](std::uint64_t done, std::uint64_t whole) { progress.update(done, whole); };
  return Ledger::open(options);
}

std::unique_ptr<Ledger> open_ledger(LedgerOptions options, StopSignal& stop) {
  Progress progress("records decided", 0);
  options.progress = [&](std::uint64_t done, std::uint64_t whole) {
    progress.update(done, whole);
    if (done == whole || !stop.stopped()) return;
    throw Failure{stop.exit_status(),
                  "stopped by a signal while " + options.data.string() +
                      " caught up with its log; the next command goes on from there"};
  };
  return Ledger::open(options);
}

}  // namespace nemo
