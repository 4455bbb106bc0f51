#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/state/store_port.h"
#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo {

// Which ids of calls the store may hold, so that a fresh one need not be looked for: most are. A
// Bloom filter in generations, each a half of all before it; a generation leaves when the last of
// its ids is forgotten. A wrong "may be" costs a read; a wrong "no" never happens. Memory only: no
// result depends on it.
class IdFilter {
 public:
  void add(std::uint64_t key_hash, std::int64_t forget_day);
  bool may_hold(std::uint64_t key_hash) const;
  void drop_before(std::int64_t day);
  // Takes over another's ids.
  void merge(IdFilter&& other);
  std::size_t size() const { return size_; }

 private:
  struct Generation {
    std::vector<std::uint64_t> words;
    std::size_t capacity = 0;
    std::size_t size = 0;
    std::int64_t last_forget_day = 0;
  };
  std::vector<Generation> generations_;  // the last one is being filled
  std::size_t size_ = 0;
};

// The ids of one partition's reservations and records. What the store held before the start is read
// by a thread of its own; until it is done everything may be held.
// Thread rule: the partition's.
class KnownIds {
 public:
  struct Source {
    StateStore& store;
    PartitionId partition = 0;
    bool is_empty = false;
    bool on_own_thread = true;  // else it is read before the constructor returns
  };

  // Beyond `most` ids the filter is given up: the store is asked.
  explicit KnownIds(Source source, std::size_t most = std::size_t{8} << 20);
  ~KnownIds();

  // For the key of an object of calls (is_of_call).
  bool may_be_stored(std::string_view key);
  // Call for every such key that a checkpoint writes.
  void add(std::string_view key, std::optional<TimeMs> forget);
  void drop_before(std::int64_t day) { filter_.drop_before(day); }

 private:
  enum class Stored : std::uint8_t { kBeingRead, kRead, kTooMany };

  void read_stored(const Source& source);
  void give_up();

  const std::size_t most_;
  IdFilter filter_;
  bool given_up_ = false;
  bool complete_ = false;
  IdFilter stored_;
  std::atomic<Stored> stored_state_{Stored::kBeingRead};
  std::atomic<bool> stop_{false};
  std::thread reader_;
};

}  // namespace nemo
