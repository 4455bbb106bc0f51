#include "adapters/daemon/decided_queue.h"

#include <algorithm>
#include <utility>

namespace nemo {

void DecidedQueue::put(Entry entry) {
  const std::lock_guard lock(mutex_);
  end_ = entry.offset + 1;
  bytes_ += entry.envelope.size() + entry.lines.size();
  entries_.push_back(std::move(entry));
  while (bytes_ > kBytesMax && entries_.size() > 1) drop_front();
}

std::vector<DecidedQueue::Entry> DecidedQueue::take_from(Offset offset, std::size_t most) {
  const std::lock_guard lock(mutex_);
  while (!entries_.empty() && entries_.front().offset < offset) drop_front();
  std::vector<Entry> taken;
  if (entries_.empty() || entries_.front().offset != offset) return taken;
  while (!entries_.empty() && taken.size() < most) {
    bytes_ -= entries_.front().envelope.size() + entries_.front().lines.size();
    taken.push_back(std::move(entries_.front()));
    entries_.pop_front();
  }
  return taken;
}

void DecidedQueue::drop_before(Offset offset) {
  const std::lock_guard lock(mutex_);
  while (!entries_.empty() && entries_.front().offset < offset) drop_front();
}

Offset DecidedQueue::end() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

void DecidedQueue::begin_at(Offset offset) {
  const std::lock_guard lock(mutex_);
  end_ = offset;
}

void DecidedQueue::drop_front() {
  bytes_ -= entries_.front().envelope.size() + entries_.front().lines.size();
  entries_.pop_front();
}

}  // namespace nemo
