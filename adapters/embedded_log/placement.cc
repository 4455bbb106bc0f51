#include "adapters/embedded_log/placement.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo::embedded_log {

Ends ends_of(const Tails& tails) {
  Ends ends;
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = tails[i].end;
  return ends;
}

void Placement::start_draft() {
  draft_ = tails_;
  draft_live_ = {};
}

void Placement::place(const std::vector<NewRecord>& records, std::vector<LogRecord>& placed) {
  TimeMs now;
  if (needs_time(records)) now = time_.now();
  for (const NewRecord& record : records) placed.push_back(place(record, now));
}

bool Placement::needs_time(const std::vector<NewRecord>& records) const {
  std::array<bool, kPartitionCount> live{};
  for (const NewRecord& record : records) {
    NEMO_ASSERT(record.partition < kPartitionCount);
    if (record.appended_at) {
      live[record.partition] = true;
    } else if (!record.at || live[record.partition] || draft_[record.partition].live) {
      return true;
    }
  }
  return false;
}

LogRecord Placement::place(const NewRecord& record, TimeMs now) {
  PartitionTail& tail = draft_[record.partition];
  tail.live = tail.live || record.appended_at || !record.at;
  LogRecord placed{.position = {record.partition, tail.end++}, .envelope = record.envelope};
  if (tail.live) {
    placed.appended_at = record.appended_at.value_or(now);
    draft_live_ = std::max(draft_live_, placed.appended_at);
  } else {
    placed.at = record.at;
    placed.appended_at = *record.at;
  }
  return placed;
}

void Placement::keep_draft() {
  tails_ = draft_;
  time_.follow(draft_live_);
}

}  // namespace nemo::embedded_log
