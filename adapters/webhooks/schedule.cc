#include "adapters/webhooks/schedule.h"

#include <algorithm>

#include "events/values/assert.h"

namespace nemo::webhooks {

void Schedule::add(const DeliveryKey& key, TimeMs due) {
  Line& line = lines_[key.org_id];
  const bool is_new = line.waiting.insert({due, key}).second;
  NEMO_ASSERT(is_new);
  ++pending_;
  list(key.org_id, line);
}

std::optional<DeliveryKey> Schedule::take(TimeMs now) {
  while (!lines_by_due_.empty() && lines_by_due_.begin()->first <= now) {
    const OrgId org_id = lines_by_due_.begin()->second;
    Line& line = lines_.at(org_id);
    if (line.waiting.empty()) {
      lines_by_due_.erase(lines_by_due_.begin());
      lines_.erase(org_id);
      continue;
    }
    DeliveryKey key = line.waiting.begin()->key;
    line.waiting.erase(line.waiting.begin());
    line.taken = true;
    list(org_id, line);
    return key;
  }
  return std::nullopt;
}

void Schedule::put_back(const DeliveryKey& key, TimeMs due) {
  Line& line = lines_.at(key.org_id);
  NEMO_ASSERT(line.taken);
  line.taken = false;
  line.waiting.insert({due, key});
  list(key.org_id, line);
}

void Schedule::leave(const DeliveryKey& key) {
  Line& line = lines_.at(key.org_id);
  NEMO_ASSERT(line.taken);
  line.taken = false;
  --pending_;
  if (line.waiting.empty()) {
    lines_.erase(key.org_id);
  } else {
    list(key.org_id, line);
  }
}

void Schedule::hold(const OrgId& org_id, TimeMs until) {
  Line& line = lines_[org_id];
  line.not_before = until;
  list(org_id, line);
}

std::optional<TimeMs> Schedule::next_due() const {
  if (lines_by_due_.empty()) return std::nullopt;
  return lines_by_due_.begin()->first;
}

std::size_t Schedule::pending_of(const OrgId& org_id) const {
  const auto line = lines_.find(org_id);
  return line == lines_.end() ? 0 : line->second.size();
}

// Puts the line where it belongs among all, or nowhere while something of it was taken. One that is
// empty is there for what may come before its wait is over.
void Schedule::list(const OrgId& org_id, Line& line) {
  if (line.listed) lines_by_due_.erase({*line.listed, org_id});
  line.listed.reset();
  if (line.taken) return;
  line.listed = line.not_before;
  if (!line.waiting.empty()) line.listed = std::max(line.waiting.begin()->due, line.not_before);
  lines_by_due_.insert({*line.listed, org_id});
}

}  // namespace nemo::webhooks
