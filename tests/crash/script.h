#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo::crash {

// How far each partition reaches.
using Ends = std::array<Offset, kPartitionCount>;

// A script of records and everything that a ledger must say once it holds the first of them: what
// the replay in memory gives, without a disk, a store or a thread.
class Script {
 public:
  // NDJSON as tests/model/generate.py prints it. Throws Failure.
  explicit Script(const std::filesystem::path& file);

  std::size_t size() const { return inputs_.size(); }
  std::vector<LedgerInput> inputs(std::size_t first, std::size_t last) const;

  // Ends of the partitions once the first `count` inputs are on the log.
  const Ends& ends_after(std::size_t count) const { return ends_[count]; }
  // What the log holds.
  const LogRecord& record_at(LogPosition position) const {
    return partitions_[position.partition].records[static_cast<std::size_t>(position.offset)];
  }
  // The lines of a record as text; empty where there is none.
  const std::string& lines_at(LogPosition position) const;
  // The digest of a partition that holds so many records.
  Digest digest_at(PartitionId partition, Offset records) const {
    return partitions_[partition].digests[static_cast<std::size_t>(records)];
  }
  // Organizations as they are at the script's end: their bytes of state.
  const std::map<std::string, std::string>& organizations() const { return organizations_; }

 private:
  struct Partition {
    std::vector<LogRecord> records;  // by offset
    std::vector<std::string> lines;  // by offset
    std::vector<Digest> digests;     // by number of records
  };

  void replay(LogPort& log);

  std::vector<LedgerInput> inputs_;
  std::vector<Ends> ends_;
  std::array<Partition, kPartitionCount> partitions_;
  std::map<std::string, std::string> organizations_;
};

// Outcome lines as the command line would print them.
std::string text_of(std::span<const Outcome> lines);

}  // namespace nemo::crash
