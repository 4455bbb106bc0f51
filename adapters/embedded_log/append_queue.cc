#include "adapters/embedded_log/append_queue.h"

namespace nemo::embedded_log {
namespace {

// What one group holds at most, so that a long queue does not become one long stall.
constexpr std::size_t kGroupRecordsMax = 20'000;

}  // namespace

void AppendQueue::run(Append& append) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&append);
  if (busy_) append.wake.wait(lock, [&] { return append.turn != Append::Turn::kWaits; });
  if (append.turn == Append::Turn::kDone) return;
  busy_ = true;
  const Group group = take_group();
  lock.unlock();
  commit_(group);
  lock.lock();
  for (Append* done : group) {
    done->turn = Append::Turn::kDone;
    if (done != &append) done->wake.notify_one();
  }
  busy_ = !waiting_.empty();
  if (!busy_) return;
  waiting_.front()->turn = Append::Turn::kLeads;
  waiting_.front()->wake.notify_one();
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
