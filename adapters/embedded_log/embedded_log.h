#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/embedded_log/log_figures.h"
#include "events/log/clock.h"
#include "events/log/log_port.h"

namespace nemo {

// The log of a ledger on one machine: one RocksDB in a directory of its own, for all partitions.
// An append answers only after it is synced; concurrent appends share a sync. What is stored for a
// record: its `at` alone, while its partition holds only records with `at`; its append time alone,
// from the first record without on. One process writes a log, and commands read it while none does.
// Thread rule: any thread, but close and destroy it alone.
class EmbeddedLog : public LogPort {
 public:
  // kReadOnly: changes no file. kExisting: must be there. kCreate: made when there is none.
  enum class Mode : std::uint8_t { kReadOnly, kExisting, kCreate };

  // Opens; repairs a torn tail, which was never acknowledged. Throws LogFailure: kMissing, kInUse,
  // kOtherVersion, kNoSpace, kUnusable, kDamaged (naming the position or the file).
  // `clock` outlives the log.
  EmbeddedLog(const std::filesystem::path& directory, Mode mode, Clock& clock);
  ~EmbeddedLog() override;

  // Throws LogFailure: kClock (nothing appended; this call alone), kUnusable (read-only), or what
  // became of the disk: then its fate is unknown, all or nothing, and every later append is refused
  // until the log is opened anew. Positions and times are in the records' order.
  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override;
  Offset end_offset(PartitionId partition) override;
  std::unique_ptr<LogCursor> scan(LogPosition from) override;

  // What opening repaired, a sentence for people; empty when nothing was.
  const std::string& repaired() const;

  LogFigures figures() const;

  // Compares every table file with its checksum, also where no record lies. Throws LogFailure
  // kDamaged, naming the file.
  void check_files();

  // Flushes, and marks the log as closed with its ends. Throws LogFailure. The destructor does it
  // too, silently, unless an append failed; a log that was not closed is as durable.
  void close();

 private:
  class Rooms;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace nemo
