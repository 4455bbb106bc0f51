#include "engine/state/hold_queue.h"

#include "events/values/assert.h"

namespace nemo {

HoldQueue::Bucket& HoldQueue::far_bucket(std::int64_t bucket) {
  if (bucket != last_far_) {
    last_bucket_ = &far_[bucket];
    last_far_ = bucket;
  }
  return *last_bucket_;
}

void HoldQueue::add(Hold& hold) {
  ++size_;
  const std::int64_t bucket = bucket_of(hold.record.expires_at);
  if (bucket <= near_bucket_) {
    const bool fresh = near_.emplace(due_of(hold), &hold).second;
    NEMO_ASSERT(fresh);
    return;
  }
  Bucket& holds = far_bucket(bucket);
  hold.record.queue_place = static_cast<std::uint32_t>(holds.size());
  holds.push_back(&hold);
}

void HoldQueue::remove(Hold& hold) {
  NEMO_ASSERT(size_ > 0);
  --size_;
  const std::int64_t bucket = bucket_of(hold.record.expires_at);
  if (bucket <= near_bucket_) {
    const std::size_t removed = near_.erase(due_of(hold));
    NEMO_ASSERT(removed == 1);
    return;
  }
  const auto found = far_.find(bucket);
  NEMO_ASSERT(found != far_.end());
  Bucket& holds = found->second;
  const std::uint32_t place = hold.record.queue_place;
  NEMO_ASSERT(place < holds.size() && holds[place] == &hold);
  holds[place] = holds.back();
  holds[place]->record.queue_place = place;
  holds.pop_back();
}

void HoldQueue::come_near(std::int64_t bucket) {
  while (!far_.empty() && far_.begin()->first <= bucket) {
    for (Hold* hold : far_.begin()->second) near_.emplace(due_of(*hold), hold);
    far_.erase(far_.begin());
  }
  near_bucket_ = bucket;
  last_far_ = INT64_MIN;
  last_bucket_ = nullptr;
}

}  // namespace nemo
