#pragma once

#include <filesystem>
#include <memory>

#include "adapters/daemon/ledger.h"
#include "events/log/log_port.h"

namespace nemo {

// The log of a ledger's directory alone, to read: whatever its state and outcome lines are like.
// Thread rule: as LogPort.
class LogReader {
 public:
  // Throws Failure, as Ledger::open() does for kReadOnly.
  explicit LogReader(const std::filesystem::path& data);
  ~LogReader();

  LogPort& log();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo
