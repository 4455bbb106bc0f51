#pragma once

#include <cstdint>
#include <string>

#include "adapters/cli/options.h"

namespace nemo {

// Which records of the log, or which outcome lines, to print as NDJSON.
struct InspectOptions {
  LedgerChoice ledger;
  bool outcomes = false;
  std::string org;
  std::string from;
  std::string to;
  int partition = -1;       // all
  std::uint64_t limit = 0;  // no limit
};

void add_inspect_options(CLI::App& app, InspectOptions& options);
int run_inspect(const InspectOptions& options);

}  // namespace nemo
