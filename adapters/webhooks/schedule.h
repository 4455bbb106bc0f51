#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "adapters/webhooks/delivery.h"

namespace nemo::webhooks {

// Which delivery is to be tried next: of each organization one at a time, by due time and then in
// the order of the log; of the organizations the one that has waited longest.
// Thread rule: one thread at a time.
class Schedule {
 public:
  // It is none of those that are in already.
  void add(const DeliveryKey& key, TimeMs due);
  // The next that is due by then; its organization has no other until put_back() or leave().
  std::optional<DeliveryKey> take(TimeMs now);
  // What was taken: it comes again, or never.
  void put_back(const DeliveryKey& key, TimeMs due);
  void leave(const DeliveryKey& key);
  // Nothing goes to the organization before that, of what comes later either.
  void hold(const OrgId& org_id, TimeMs until);

  // Before that nothing may be taken; nothing if nothing ever may.
  std::optional<TimeMs> next_due() const;
  std::size_t pending() const { return pending_; }  // with those that were taken
  std::size_t pending_of(const OrgId& org_id) const;

 private:
  struct Waiting {
    TimeMs due;
    DeliveryKey key;
    auto operator<=>(const Waiting&) const = default;
  };
  struct Line {
    std::set<Waiting> waiting;
    TimeMs not_before{INT64_MIN};
    bool taken = false;
    std::optional<TimeMs> listed;  // in lines_by_due_

    std::size_t size() const { return waiting.size() + (taken ? 1 : 0); }
  };

  void list(const OrgId& org_id, Line& line);

  std::map<OrgId, Line> lines_;
  std::set<std::pair<TimeMs, OrgId>> lines_by_due_;
  std::size_t pending_ = 0;
};

}  // namespace nemo::webhooks
