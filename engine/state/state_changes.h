#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/position.h"

namespace nemo {

// What one checkpoint changes in the store: keys and values back to back in one piece of memory.
//   stored key := partition (2 bytes, big endian), object key (engine/state/object_key.h)
// A key is changed at most once. Value type; thread rule: one thread.
class StateChanges {
 public:
  struct Change {
    std::uint64_t place = 0;  // of the key; the value follows
    std::uint64_t word = 0;   // what sort() compares first: a part of the key,
    std::uint32_t head = 0;   // among those of one partition and kind
    std::uint32_t key_size = 0;
    std::uint32_t value_size = 0;
    bool erased = false;
  };

  void put(PartitionId partition, std::string_view key, std::string_view value) {
    add(partition, key, false);
    bytes_.append(value);
    changes_.back().value_size = static_cast<std::uint32_t>(value.size());
  }
  void erase(PartitionId partition, std::string_view key) { add(partition, key, true); }

  // By key, ascending.
  void sort();
  // Calls `visit(change)` in order, its bytes fetched from memory beforehand: sorted changes lie
  // scattered.
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (i + kAhead < changes_.size()) fetch_ahead(changes_[i + kAhead]);
      visit(changes_[i]);
    }
  }
  void clear();

  const std::vector<Change>& changes() const { return changes_; }
  std::string_view key(const Change& change) const {
    return std::string_view(bytes_).substr(change.place, change.key_size);
  }
  std::string_view value(const Change& change) const {
    return std::string_view(bytes_).substr(change.place + change.key_size, change.value_size);
  }
  bool empty() const { return changes_.empty(); }
  std::size_t size() const { return changes_.size(); }

 private:
  static constexpr std::size_t kAhead = 8;

  void add(PartitionId partition, std::string_view key, bool erased);
  void fetch_ahead(const Change& change) const;

  std::string bytes_;
  std::vector<Change> changes_;
};

// Writes a stored key into `stored`, which is cleared first.
void write_stored_key(PartitionId partition, std::string_view key, std::string& stored);

}  // namespace nemo
