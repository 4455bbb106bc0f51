#pragma once

#include <memory>

#include "adapters/daemon/ledger.h"
#include "events/log/log_port.h"

namespace nemo {

// The log of a ledger alone, to read, whatever its state and outcome lines are like: the one in its
// directory, or on Kafka, where no directory is needed.
// Thread rule: as LogPort.
class LogReader {
 public:
  // Throws Failure, as Ledger::open() does for kReadOnly.
  explicit LogReader(const LedgerOptions& options);
  ~LogReader();

  LogPort& log();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo
