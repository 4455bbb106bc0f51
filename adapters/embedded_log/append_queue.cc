#include "adapters/embedded_log/append_queue.h"

namespace nemo::embedded_log {
namespace {

// What one group holds at most, so that a long queue does not become one long stall.
constexpr std::size_t kGroupRecordsMax = 20'000;

}  // namespace

void AppendQueue::run(Append& append) {
  if (!leads(append)) return;
  std::unique_lock lock(mutex_);
  const Group group = take_group();
  lock.unlock();
  commit_(group);
  for (Append* done : group) {
    if (done != &append) done->give(Append::Turn::kDone);
  }
  lock.lock();
  busy_ = !waiting_.empty();
  if (busy_) waiting_.front()->give(Append::Turn::kLeads);
}

bool AppendQueue::leads(Append& append) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(&append);
    if (!busy_) return busy_ = true;
  }
  append.turn_.wait(Append::Turn::kWaits, std::memory_order_acquire);
  return append.turn_.load(std::memory_order_acquire) == Append::Turn::kLeads;
}

AppendQueue::Group AppendQueue::take_group() {
  Group group;
  std::size_t records = 0;
  while (!waiting_.empty() && (group.empty() || records < kGroupRecordsMax)) {
    group.push_back(waiting_.front());
    records += waiting_.front()->records.size();
    waiting_.pop_front();
  }
  return group;
}

}  // namespace nemo::embedded_log
