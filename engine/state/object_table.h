#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/digest.h"
#include "events/values/assert.h"

namespace nemo {

// A state record in memory, with what its place in the store and the digest needs.
template <class Record>
struct Object {
  Record record;
  std::string key;                      // see engine/state/object_key.h
  std::uint64_t key_hash = 0;           // the table's own
  Digest stored_hash = 0;               // of the last checkpoint or load; 0 if it was never stored
  std::optional<TimeMs> stored_forget;  // when that one is forgotten
  std::uint64_t checkpoint = 0;         // the last one that holds it
  bool stored_open = false;             // that one was an open hold
  bool dirty = false;
  bool offered = false;  // to leave, when memory is short
  bool used = true;      // since it was passed over last
};

// A quick hash of a key for memory alone: results never depend on it.
inline std::uint64_t hash_of_key(std::string_view key) {
  const auto fold = [](std::uint64_t word) {
    const WideUnsigned product = static_cast<WideUnsigned>(word) * 0xd6e8feb86659fd93ULL;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL ^ key.size();
  while (key.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, key.data(), 8);
    hash = fold(hash ^ word);
    key.remove_prefix(8);
  }
  std::uint64_t tail = 0;
  std::memcpy(&tail, key.data(), key.size());
  hash = fold(hash ^ tail);
  return hash == 0 ? 1 : hash;
}

// The objects of one kind that are in memory: open addressing, linear probing, at most 3/4 full.
// Pointers stay right until the object is evicted, which happens between batches alone. Dirty
// objects are never evicted.
template <class Record>
class ObjectTable {
 public:
  using Entry = Object<Record>;

  Entry* find(std::string_view key) { return find(key, hash_of_key(key)); }
  Entry* find(std::string_view key, std::uint64_t hash) {
    if (slots_.empty()) return nullptr;
    for (std::size_t place = hash & mask(); slots_[place].hash != 0; place = (place + 1) & mask()) {
      if (slots_[place].hash != hash || slots_[place].entry->key != key) continue;
      slots_[place].entry->used = true;
      return slots_[place].entry.get();
    }
    return nullptr;
  }

  // A look for a key of that hash comes soon: its memory is asked for. The second call, once what
  // the first asked for is there, asks for the object.
  void fetch_slot(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask()]);
  }
  void fetch_object(std::uint64_t hash) const {
    if (slots_.empty()) return;
    const Slot& slot = slots_[hash & mask()];
    if (slot.hash == hash) fetch_ahead(*slot.entry);
  }

  // A fresh record under a key that is not there.
  Entry& create(std::string_view key) {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    std::unique_ptr<Entry> entry = blank();
    entry->key.assign(key);
    entry->key_hash = hash_of_key(key);
    Entry& created = *entry;
    insert(std::move(entry));
    ++size_;
    return created;
  }

  // The object will be part of the next checkpoint.
  void touch(Entry& entry) {
    if (entry.dirty) return;
    entry.dirty = true;
    dirty_.push_back(&entry);
  }

  const std::vector<Entry*>& dirty() const { return dirty_; }
  // The same in order, each fetched from memory before it is visited.
  template <class Visit>
  void each_dirty(Visit&& visit) {
    constexpr std::size_t kAhead = 4;
    for (std::size_t i = 0; i < dirty_.size(); ++i) {
      if (i + kAhead < dirty_.size()) fetch_ahead(*dirty_[i + kAhead]);
      visit(dirty_[i]);
    }
  }
  void clear_dirty() {
    each_dirty([this](Entry* entry) {
      entry->dirty = false;
      offer_to_leave(*entry);
    });
    dirty_.clear();
  }

  std::size_t size() const { return size_; }

  // An object that is clean and may be let go when memory is short: those that were loaded, and
  // after clear_dirty() those that were dirty.
  void offer_to_leave(Entry& entry) {
    if (entry.offered) return;
    entry.offered = true;
    leaving_.push_back(&entry);
  }

  // Lets up to `count` objects leave, those offered first before others, that are clean, that
  // checkpoints up to `durable` hold and that were not used since they were passed over last. One
  // that may not leave is no longer offered.
  template <class MayLeave>
  void evict(std::size_t count, std::uint64_t durable, MayLeave&& may_leave) {
    for (std::size_t looks = 2 * leaving_.size(); count > 0 && looks > 0 && !leaving_.empty();
         --looks) {
      Entry* const entry = leaving_.front();
      leaving_.pop_front();
      entry->offered = false;
      if (entry->dirty || !may_leave(static_cast<const Record&>(entry->record))) continue;
      if (entry->used || entry->checkpoint > durable) {
        entry->used = false;
        offer_to_leave(*entry);
        continue;
      }
      erase(*entry);
      --count;
    }
  }

  template <class Visit>
  void each(Visit&& visit) {
    for (Slot& slot : slots_) {
      if (slot.entry != nullptr) visit(*slot.entry);
    }
  }
  template <class Visit>
  void each(Visit&& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.entry != nullptr) visit(static_cast<const Entry&>(*slot.entry));
    }
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;  // 0: free
    std::unique_ptr<Entry> entry;
  };

  static constexpr std::size_t kSparesMax = 8'192;

  std::size_t mask() const { return slots_.size() - 1; }

  // One that left, with its memory, or a new one.
  std::unique_ptr<Entry> blank() {
    if (spares_.empty()) return std::make_unique<Entry>();
    std::unique_ptr<Entry> entry = std::move(spares_.back());
    spares_.pop_back();
    if (!spares_.empty()) fetch_ahead(*spares_.back());
    entry->record.clear();
    entry->stored_hash = 0;
    entry->stored_forget.reset();
    entry->checkpoint = 0;
    entry->stored_open = false;
    entry->used = true;
    return entry;
  }

  // The next one that blank() gives out has not been looked at for long.
  static void fetch_ahead(const Entry& entry) {
    const char* const bytes = reinterpret_cast<const char*>(&entry);
    for (std::size_t line = 0; line < sizeof(Entry); line += 64)
      __builtin_prefetch(bytes + line, 1);
  }

  void insert(std::unique_ptr<Entry> entry) {
    const std::uint64_t hash = entry->key_hash;
    std::size_t place = hash & mask();
    while (slots_[place].hash != 0) {
      NEMO_ASSERT(slots_[place].hash != hash || slots_[place].entry->key != entry->key);
      place = (place + 1) & mask();
    }
    slots_[place] = {hash, std::move(entry)};
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.entry != nullptr) insert(std::move(slot.entry));
    }
  }

  void erase(const Entry& entry) {
    std::size_t place = entry.key_hash & mask();
    while (slots_[place].entry.get() != &entry) place = (place + 1) & mask();
    erase_at(place);
  }

  // Closes the gap: what probed past the place moves back.
  void erase_at(std::size_t place) {
    if (spares_.size() < kSparesMax) spares_.push_back(std::move(slots_[place].entry));
    slots_[place] = {};
    --size_;
    std::size_t gap = place;
    for (std::size_t next = (gap + 1) & mask(); slots_[next].hash != 0;
         next = (next + 1) & mask()) {
      const std::size_t home = slots_[next].hash & mask();
      if (((next - home) & mask()) < ((next - gap) & mask())) continue;
      slots_[gap] = std::move(slots_[next]);
      slots_[next] = {};
      gap = next;
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::vector<Entry*> dirty_;
  std::deque<Entry*> leaving_;
  std::vector<std::unique_ptr<Entry>> spares_;
};

}  // namespace nemo
