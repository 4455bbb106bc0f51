#pragma once

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/state/due_key.h"

namespace nemo {

// When lots of credit end, earliest first, and whose they are. Ends beyond the horizon may be in
// the store alone: whoever lets time pass first loads up to it (horizon()). Knows what changed
// since the last checkpoint, so that what comes and goes in between is never written.
class LotQueue {
 public:
  struct Item {
    std::string org_id;
    bool stored = false;  // a checkpoint holds it
  };

  void add(DueKey due, std::string_view org_id) {
    gone_.erase(due);
    items_.insert_or_assign(due, Item{std::string(org_id), false});
    fresh_.push_back(due);
  }
  // The lot is spent or forfeited; its end may be in the store alone.
  void remove(DueKey due) {
    const auto found = items_.find(due);
    const bool stored = found == items_.end() || found->second.stored;
    if (stored) gone_.insert(due);
    if (found != items_.end()) items_.erase(found);
  }

  const std::map<DueKey, Item>& items() const { return items_; }

  // What the store holds up to `horizon` was shown to load(); items beyond may leave memory.
  TimeMs horizon() const { return horizon_; }
  void set_horizon(TimeMs horizon) { horizon_ = horizon; }
  void load(DueKey due, std::string_view org_id) {
    if (gone_.contains(due)) return;
    items_.try_emplace(due, Item{std::string(org_id), true});
  }

  // Lets ends leave memory that lie beyond the horizon, once the store has them all.
  void leave_beyond_horizon() {
    while (!items_.empty() && std::prev(items_.end())->first.due >= horizon_ &&
           std::prev(items_.end())->second.stored) {
      items_.erase(std::prev(items_.end()));
    }
  }

  // Calls put(due, org_id) for what is new since the last call, gone(due) for what is gone.
  template <class Put, class Gone>
  void take_changes(Put&& put, Gone&& gone) {
    for (const DueKey& due : gone_) gone(due);
    gone_.clear();
    for (const DueKey& due : fresh_) {
      const auto found = items_.find(due);
      if (found == items_.end() || found->second.stored) continue;
      put(due, std::string_view(found->second.org_id));
      found->second.stored = true;
    }
    fresh_.clear();
  }

 private:
  std::map<DueKey, Item> items_;
  std::vector<DueKey> fresh_;
  std::set<DueKey> gone_;
  TimeMs horizon_{INT64_MAX};
};

}  // namespace nemo
