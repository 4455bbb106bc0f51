#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/state/digest.h"
#include "events/values/assert.h"

namespace nemo {

// A state record in memory, with what its place in the store and the digest needs.
template <class Record>
struct Object {
  Record record;
  const std::string* key = nullptr;     // the table's own
  Digest stored_hash = 0;               // of the last checkpoint or load; 0 if it was never stored
  std::optional<TimeMs> stored_forget;  // when that one is forgotten
  std::uint64_t checkpoint = 0;         // the last one that holds it
  bool dirty = false;
  bool used = true;  // since the evicting hand last passed
};

// A quick hash of a key for memory alone: results never depend on it.
struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const {
    std::uint64_t hash = 0x9e3779b97f4a7c15ULL ^ key.size();
    while (key.size() >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, key.data(), 8);
      hash = fold(hash ^ word);
      key.remove_prefix(8);
    }
    std::uint64_t tail = 0;
    std::memcpy(&tail, key.data(), key.size());
    return fold(hash ^ tail);
  }

 private:
  static std::uint64_t fold(std::uint64_t word) {
    const WideUnsigned product = static_cast<WideUnsigned>(word) * 0xd6e8feb86659fd93ULL;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
};

// The objects of one kind that are in memory. Pointers stay right until the object is evicted,
// which happens between batches alone. Dirty objects are never evicted.
template <class Record>
class ObjectTable {
 public:
  using Entry = Object<Record>;

  Entry* find(std::string_view key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    found->second->used = true;
    return found->second.get();
  }

  // A fresh record under a key that is not there.
  Entry& create(std::string_view key) {
    const auto [place, fresh] = entries_.emplace(std::string(key), std::make_unique<Entry>());
    NEMO_ASSERT(fresh);
    place->second->key = &place->first;
    hand_.push_back(place->second.get());
    return *place->second;
  }

  // The object will be part of the next checkpoint.
  void touch(Entry& entry) {
    if (entry.dirty) return;
    entry.dirty = true;
    dirty_.push_back(&entry);
  }

  const std::vector<Entry*>& dirty() const { return dirty_; }
  void clear_dirty() {
    for (Entry* entry : dirty_) entry->dirty = false;
    dirty_.clear();
  }

  std::size_t size() const { return entries_.size(); }

  // Lets up to `count` objects leave that are clean, that checkpoints up to `durable` hold and that
  // were not used since the hand last passed.
  void evict(std::size_t count, std::uint64_t durable) {
    for (std::size_t looks = 2 * hand_.size(); count > 0 && looks > 0; --looks) {
      Entry* const entry = hand_.front();
      hand_.pop_front();
      if (entry->dirty || entry->checkpoint > durable || entry->used) {
        entry->used = false;
        hand_.push_back(entry);
        continue;
      }
      entries_.erase(entries_.find(std::string_view(*entry->key)));
      --count;
    }
  }

 private:
  struct KeyEqual {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a == b; }
  };
  std::unordered_map<std::string, std::unique_ptr<Entry>, KeyHash, KeyEqual> entries_;
  std::vector<Entry*> dirty_;
  std::deque<Entry*> hand_;
};

}  // namespace nemo
