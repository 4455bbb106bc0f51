#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/state/due_key.h"
#include "engine/state/object_table.h"
#include "engine/state/reservation_state.h"

namespace nemo {

// When open holds expire, earliest first. Holds that are not due soon lie unordered in buckets of
// about a second, so that adding and removing one costs the same however many are open; a bucket
// is ordered once time comes near it. Knows holds by their objects, which stay in memory while the
// hold is open.
class HoldQueue {
 public:
  using Hold = Object<ReservationState>;

  static DueKey due_of(const Hold& hold) {
    return {hold.record.expires_at, hold.record.first_offset};
  }

  void add(Hold& hold);
  void remove(Hold& hold);

  // The first hold that is due at or before `now`; null if none is.
  Hold* first_due(TimeMs now) {
    if (bucket_of(now) > near_bucket_) come_near(bucket_of(now));
    if (near_.empty() || near_.begin()->first.due > now) return nullptr;
    return near_.begin()->second;
  }

  // Calls visit(hold) for each one due at or before `now`, in no order.
  template <class Visit>
  void each_due(TimeMs now, Visit&& visit) const {
    for (const auto& [due, hold] : near_) {
      if (due.due > now) return;
      visit(static_cast<const Hold&>(*hold));
    }
    for (const auto& [bucket, holds] : far_) {
      if (bucket > bucket_of(now)) return;
      for (const Hold* hold : holds) {
        if (hold->record.expires_at <= now) visit(*hold);
      }
    }
  }

  std::size_t size() const { return size_; }

 private:
  using Bucket = std::vector<Hold*>;

  static std::int64_t bucket_of(TimeMs time) { return time.value >> 10; }
  Bucket& far_bucket(std::int64_t bucket);
  void come_near(std::int64_t bucket);

  std::int64_t near_bucket_ = INT64_MIN;  // buckets up to it are in near_
  std::map<DueKey, Hold*> near_;
  std::map<std::int64_t, Bucket> far_;
  std::int64_t last_far_ = INT64_MIN;  // the bucket asked for last: most holds live equally long
  Bucket* last_bucket_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace nemo
