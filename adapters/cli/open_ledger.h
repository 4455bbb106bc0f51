#pragma once

#include <memory>

#include "adapters/cli/stop_signal.h"
#include "adapters/daemon/ledger.h"

namespace nemo {

// Opens a ledger, with live progress while it catches up with its log. Throws Failure; that of
// `stop` too, when a signal comes meanwhile: the next command goes on from there.
std::unique_ptr<Ledger> open_ledger(LedgerOptions options);
std::unique_ptr<Ledger> open_ledger(LedgerOptions options, StopSignal& stop);

}  // namespace nemo
