#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/state/partition_state.h"

namespace nemo {

// What breaks a truth, in words.
using Broken = std::vector<std::string>;

// Whether no store stands behind this memory: then everything there is, is in it.
inline bool is_whole(const PartitionState& state) {
  return state.lots.horizon() == TimeMs{INT64_MAX};
}

// Calls visit(org_id, org) for every organization in memory.
template <class Visit>
void each_org(const PartitionState& state, Visit&& visit) {
  state.orgs.each(
      [&visit](const Object<OrgState>& object) { visit(org_of_key(object.key), object.record); });
}

// Asks a truth about one organization of every one, and puts its name before what breaks it.
template <class Check>
void ask_each_org(const PartitionState& state, Broken& broken, Check&& check) {
  each_org(state, [&](std::string_view org_id, const OrgState& org) {
    const std::size_t before = broken.size();
    check(org, broken);
    for (std::size_t place = before; place < broken.size(); ++place) {
      broken[place] = std::string(org_id) + ": " + broken[place];
    }
  });
}

// The open holds in memory, gathered by organization: all of each one's are there.
class OpenHolds {
 public:
  using Hold = Object<ReservationState>;
  using Entry = std::pair<std::string_view, const Hold*>;

  explicit OpenHolds(const PartitionState& state) {
    state.reservations.each([this](const Hold& hold) {
      if (hold.record.phase == ReservationPhase::kOpen) {
        holds_.emplace_back(org_of_key(hold.key), &hold);
      }
    });
    std::sort(holds_.begin(), holds_.end(),
              [](const Entry& a, const Entry& b) { return a.second->key < b.second->key; });
  }

  // Calls visit(hold) for each of an organization's.
  template <class Visit>
  void each_of(std::string_view org_id, Visit&& visit) const {
    const auto first = std::lower_bound(
        holds_.begin(), holds_.end(), org_id,
        [](const Entry& entry, std::string_view wanted) { return entry.first < wanted; });
    for (auto entry = first; entry != holds_.end() && entry->first == org_id; ++entry) {
      visit(*entry->second);
    }
  }

 private:
  std::vector<Entry> holds_;
};

}  // namespace nemo
