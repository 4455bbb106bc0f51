#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/faults.h"

namespace nemo::sim {

// The process died within an operation: whatever it had in memory is gone.
struct Died {};

// An operation failed, and said so.
struct DiskFailure {
  enum class Kind : std::uint8_t { kFull, kSync };
  Kind kind = Kind::kFull;
  std::string what;
};

// Files that grow at their end. What was appended is durable once it was synced; names are durable
// when a call that made, changed or removed them returns. Some of it goes wrong.
class Disk {
 public:
  Disk(Faults& faults, const Chance& chance) : faults_(faults), chance_(chance) {}

  // All throw Died, those that write also DiskFailure.
  void append(const std::string& name, std::string_view bytes);  // makes the file if need be
  void sync(const std::string& name);
  void rename(const std::string& from, const std::string& to);
  void truncate(const std::string& name, std::size_t size);
  void remove(const std::string& name);
  // Fewer bytes than were asked for: ask again for the rest.
  std::string read(const std::string& name, std::size_t at, std::size_t size);
  std::string read_whole(const std::string& name);

  bool has(const std::string& name) const { return files_.contains(name); }
  std::size_t size(const std::string& name) const { return files_.at(name).bytes.size(); }
  std::vector<std::string> names(std::string_view prefix) const;

  // What was not synced is kept, torn or lost.
  void crash();
  // Flips one bit at rest.
  void flip_a_bit();
  // A full disk has room again.
  void free_space() { is_full_ = false; }
  // Also puts back the bytes that were flipped or overwritten.
  void heal();
  // Whether some bytes are not what was written, since the last heal(); in this file.
  bool is_damaged() const { return !damages_.empty(); }
  bool is_damaged(std::string_view name) const;
  // What the last operation that was refused said; empty if none was.
  const std::string& last_failure() const { return last_failure_; }
  // The time that slow operations took since the last call.
  std::int64_t take_delay_ms();

 private:
  struct File {
    std::string bytes;
    std::size_t synced = 0;
  };
  struct Damage {
    std::string name;
    std::size_t at = 0;
    std::string before;
  };

  void operate();
  [[noreturn]] void refuse(DiskFailure::Kind kind, std::string what);
  void misdirect(File& file, std::string_view bytes);
  void overwrite(const std::string& name, std::size_t at, std::string_view bytes);
  void lose_unsynced(const std::string& name);
  void forget_damages(const std::string& name, std::size_t beyond);

  Faults& faults_;
  Chance chance_;
  std::map<std::string, File> files_;
  std::vector<Damage> damages_;
  std::int64_t delay_ms_ = 0;
  bool is_full_ = false;
  std::string last_failure_;
};

}  // namespace nemo::sim
