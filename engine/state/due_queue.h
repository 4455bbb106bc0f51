#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo {

// When something falls due and which record created it: the order of what time causes.
struct DueKey {
  TimeMs due;
  Offset created = 0;

  auto operator<=>(const DueKey&) const = default;
};

enum class DueKind : std::uint8_t { kHold = 1, kLot = 2 };

// What falls due: a hold (its reservation's object key) or a lot (its organization's).
struct DueItem {
  DueKind kind{};
  std::string key;
  bool stored = false;  // a checkpoint holds it
};

// What falls due by log time in a partition, earliest first. Knows what changed since the last
// checkpoint, so that what comes and goes in between is never written.
class DueQueue {
 public:
  void add(DueKey key, DueKind kind, std::string object_key) {
    items_.emplace(key, DueItem{kind, std::move(object_key), false});
    fresh_.push_back(key);
  }
  void load(DueKey key, DueItem item) {
    item.stored = true;
    items_.insert_or_assign(key, std::move(item));
  }
  void remove(DueKey key) {
    const auto found = items_.find(key);
    if (found == items_.end()) return;
    if (found->second.stored) gone_.push_back(key);
    items_.erase(found);
  }

  const std::map<DueKey, DueItem>& items() const { return items_; }

  // Calls put(key, item) for what is new since the last call, gone(key) for what is gone.
  template <class Put, class Gone>
  void take_changes(Put&& put, Gone&& gone) {
    for (const DueKey& key : gone_) {
      if (!items_.contains(key)) gone(key);
    }
    for (const DueKey& key : fresh_) {
      const auto found = items_.find(key);
      if (found == items_.end() || found->second.stored) continue;
      put(key, static_cast<const DueItem&>(found->second));
      found->second.stored = true;
    }
    fresh_.clear();
    gone_.clear();
  }

 private:
  std::map<DueKey, DueItem> items_;
  std::vector<DueKey> fresh_;
  std::vector<DueKey> gone_;
};

}  // namespace nemo
