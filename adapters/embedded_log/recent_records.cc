#include "adapters/embedded_log/recent_records.h"

namespace nemo::embedded_log {

void RecentRecords::keep(std::vector<LogRecord>& group) {
  const std::lock_guard lock(mutex_);
  std::array<bool, kPartitionCount> begun{};
  for (LogRecord& record : group) {
    const PartitionId partition = record.position.partition;
    if (!begun[partition]) groups_[partition].clear();
    begun[partition] = true;
    groups_[partition].push_back(std::move(record));
  }
  group.clear();
}

bool RecentRecords::find(LogPosition position, LogRecord& record) const {
  const std::lock_guard lock(mutex_);
  const std::vector<LogRecord>& group = groups_[position.partition];
  if (group.empty() || position.offset < group.front().position.offset) return false;
  const auto place = static_cast<std::size_t>(position.offset - group.front().position.offset);
  if (place >= group.size()) return false;
  record = group[place];
  return true;
}

}  // namespace nemo::embedded_log
