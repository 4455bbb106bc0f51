#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

struct VerifyOptions {
  std::filesystem::path data;
  std::optional<KafkaChoice> kafka = {};  // the log, if it is there
  unsigned threads = 2;
  // Called now and then, from one thread at a time.
  std::function<void(std::uint64_t records_done, std::uint64_t records_in_all)> progress;
};

struct VerifyReport {
  bool passed = false;
  std::string first_break;  // where ("3/17", or a damaged file) and what; empty if passed
  std::string repaired;     // what opening repaired; empty: nothing
  std::uint64_t records = 0;
  std::uint64_t lines = 0;
  std::uint64_t checks = 0;  // single truths that were asked and held
  std::vector<PartitionDigest> digests;
};

// Re-reads the log from zero in memory and compares with what was stored: record checksums and
// dense offsets, outcome lines, state digests, double entry, every invariant. Names the first
// break. Throws Failure where the directory cannot be read at all.
VerifyReport verify(const VerifyOptions& options);

}  // namespace nemo
