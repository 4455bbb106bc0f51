#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// Up to where a look at the whole ledger goes: all that was decided, all that happened or fell due
// by a time, or the partitions named, each up to a record and with it.
struct LedgerCut {
  std::optional<TimeMs> time;
  std::vector<LogPosition> positions;  // one a partition at most

  bool is_past() const { return time || !positions.empty(); }
};
// "", RFC 3339, or positions divided by commas ("3/17,5/2"); nothing for any other text.
std::optional<LedgerCut> parse_cut(std::string_view text);
// The first of its positions that is not decided yet.
std::optional<LogPosition> not_decided(const LedgerCut& cut, Ledger& ledger);

// The records of a ledger with the lines they were answered with, partition by partition, each in
// the log's order. Goes on where it stopped: the next walk visits only what came since. Reads
// beside the engine: only lines on their way to the store are copied while it waits. Thread rule:
// one thread.
class DecidedRecords {
 public:
  // `lines` without those after a cut; the record's own may be among those.
  using Visit = std::function<void(const Envelope&, std::span<const Outcome> lines)>;

  explicit DecidedRecords(Ledger& ledger) : ledger_(ledger) {}

  // Visits all that is decided by the time a partition's turn comes, up to the cut, whose positions
  // are decided; a cut by time is where it ends for good. Throws Failure, and what `visit` throws:
  // the record is done with then.
  void each(const LedgerCut& cut, const Visit& visit);

  // Of the last record visited in each partition that has one.
  std::vector<LogPosition> positions() const;

 private:
  struct Chunk {
    std::vector<Outcome> lines;     // of records one after another
    std::vector<std::size_t> ends;  // of each record's
  };
  void each_of(PartitionId partition, Offset end, std::optional<TimeMs> time, const Visit& visit);
  Chunk read_chunk(LogPosition from, Offset end);

  Ledger& ledger_;
  std::array<Offset, kPartitionCount> next_{};
};

}  // namespace nemo
