#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/state/store_port.h"
#include "tests/sim/disk.h"

namespace nemo::sim {

// How a store says that a file is damaged: the file's name, then this.
inline constexpr std::string_view kWrongChecksum = ": a checksum is wrong";

// A store of whole checkpoints on a simulated disk: each is a file of its own, and a list of the
// files says which count. Every entry carries a checksum of its place and its bytes.
//   checkpoint := entries, back to back
//   entry      := checksum u64, key size u32, value size u32 (all bits set: erased), key, value
//   list       := checksum u64, names, a line each
class Table {
 public:
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;

  // Throws StoreFailure for damaged files, as everything below does.
  Table(Disk& disk, std::string prefix, bool forgets);

  void write(StateChanges& changes);
  std::optional<std::string> get(const std::string& stored_key);
  void scan(const std::string& from, const std::string& until, const Visit& visit);
  void forget_before(PartitionId partition, std::int64_t day);

  // As an operator does who is told to remove the folder.
  static void remove(Disk& disk, const std::string& prefix);
  static bool is_there(const Disk& disk, const std::string& prefix);

 private:
  struct Place {
    std::uint64_t file = 0;
    std::size_t at = 0;
    std::size_t size = 0;
  };

  void read_list();
  void read_checkpoint(std::uint64_t number);
  void write_checkpoint(const std::string& name, const std::string& bytes);
  void write_list();
  std::optional<std::string> value_at(const std::string& stored_key, const Place& place);
  bool has_left(std::string_view stored_key, std::string_view value) const;
  std::string name_of(std::uint64_t number) const;
  [[noreturn]] void fail_damaged(const std::string& name) const;

  Disk& disk_;
  std::string prefix_;
  bool forgets_;
  std::vector<std::uint64_t> files_;
  std::map<std::string, Place> places_;
  std::array<std::int64_t, kPartitionCount> first_day_{};
};

class SimStateStore : public StateStore {
 public:
  SimStateStore(Disk& disk, const std::string& prefix) : table_(disk, prefix, true) {}

  std::vector<std::optional<std::string>> read(PartitionId partition,
                                               const std::vector<std::string>& keys) override;
  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const Table::Visit& visit) override;
  void write(StateChanges& changes) override { table_.write(changes); }
  void forget_before(PartitionId partition, std::int64_t day) override {
    table_.forget_before(partition, day);
  }

 private:
  Table table_;
};

class SimOutcomeStore : public OutcomeStore {
 public:
  // `watch` sees the lines of every record before they are written.
  using Watch = std::function<void(LogPosition, std::string_view lines)>;
  SimOutcomeStore(Disk& disk, const std::string& prefix, Watch watch)
      : table_(disk, prefix, false), watch_(std::move(watch)) {}

  void write(StateChanges& lines) override;
  std::optional<std::string> read(LogPosition position) override;
  void scan(LogPosition from, const std::function<bool(Offset, std::string_view)>& visit) override;

 private:
  Table table_;
  Watch watch_;
};

}  // namespace nemo::sim
