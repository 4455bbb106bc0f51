#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/embedded_log/placement.h"
#include "events/log/log_port.h"
#include "tests/sim/disk.h"
#include "tests/sim/schedule.h"
#include "tests/sim/trace.h"

namespace nemo::sim {

// The one log of a world: a file of synced groups. Offsets, times, record and head bytes are made
// by the embedded log's own code; the file, and how it is opened, stand for RocksDB and its checks.
// A group is what one append wrote:
//   group := checksum u64, size of the rest u32, head (end offsets), records
//   record := partition u16, offset i64, size u32, the embedded log's record bytes
class SimLog {
 public:
  SimLog(Disk& disk, Clock& clock, const Trace& trace);

  // Throws LogFailure: kClock, kUnreachable while it is down, and with an unknown fate when it
  // died on the way; Broken for a record that got a wrong place or time.
  std::vector<LogPosition> append(const std::vector<NewRecord>& records);

  bool is_up() const { return placement_.has_value(); }
  void die();
  // Repairs a torn tail; throws LogFailure kDamaged for anything else.
  void open();

  Offset end(PartitionId partition) const { return static_cast<Offset>(places_[partition].size()); }
  // Throws LogFailure kDamaged, naming the position.
  LogRecord read(LogPosition position);
  std::uint64_t records() const;

 private:
  struct Place {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  using Places = std::array<std::vector<Place>, kPartitionCount>;

  std::size_t size() const;
  void check_placement(const std::vector<NewRecord>& records, const std::vector<LogRecord>& placed);
  std::string group_of(const std::vector<LogRecord>& placed, std::size_t at) const;
  void take_group(std::string_view bytes, std::size_t at, Places& places) const;

  Disk& disk_;
  Clock& clock_;
  const Trace& trace_;
  std::optional<embedded_log::Placement> placement_;
  Places places_;
  // What the oracles remember across restarts.
  std::array<bool, kPartitionCount> is_live_{};
  TimeMs last_live_;
};

// The log as one node sees it: up to some ends, which may lag behind, or lie.
class LogView : public LogPort {
 public:
  explicit LogView(SimLog& log) : log_(log) {}

  // Shows all there is.
  void refresh();
  void show(PartitionId partition, Offset end) { ends_[partition] = end; }
  // A record that a reader cannot find; nothing: it finds all.
  void lose(std::optional<LogPosition> position) { lost_ = position; }
  // Every record that moves money reads one nano more: a planted bug.
  void plant_bug() { is_bugged_ = true; }

  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override {
    return log_.append(records);
  }
  Offset end_offset(PartitionId partition) override { return ends_[partition]; }
  std::unique_ptr<LogCursor> scan(LogPosition from) override;

 private:
  class Cursor;

  SimLog& log_;
  std::array<Offset, kPartitionCount> ends_{};
  std::optional<LogPosition> lost_;
  bool is_bugged_ = false;
};

}  // namespace nemo::sim
