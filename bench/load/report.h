#pragma once

#include <set>
#include <string>

#include "bench/load/load.h"
#include "bench/load/options.h"

namespace nemo::load {

// A row an operation: how many a second, quantiles of their times, and failures by status.
std::string table_of(const Tally& tally);

// The same as Google Benchmark writes its reports: a context and a list of benchmarks named
// load/OPERATION, with items_per_second, and times in microseconds. The context names the first
// hundred organizations.
std::string json_of(const Tally& tally, const Options& options, std::int64_t opened_anew);

// Whether every answer was a 2xx or of an allowed status, every call was sent, and there were any.
bool is_clean(const Tally& tally, const std::set<int>& allowed);

}  // namespace nemo::load
