#include "adapters/embedded_log/tail_cache.h"

#include <algorithm>

namespace nemo::embedded_log {
namespace {

std::size_t bytes_of(const LogRecord& record) { return sizeof(LogRecord) + record.envelope.size(); }

}  // namespace

void TailCache::add(LogRecord record) {
  const std::lock_guard lock(mutex_);
  bytes_ += bytes_of(record);
  records_.push_back(std::move(record));
  while (bytes_ > kBytesMax) {
    bytes_ -= bytes_of(records_.front());
    records_.pop_front();
  }
}

std::vector<LogRecord> TailCache::read(Offset from, std::size_t max) const {
  const std::lock_guard lock(mutex_);
  if (records_.empty() || from < records_.front().position.offset) return {};
  const auto skip = static_cast<std::size_t>(from - records_.front().position.offset);
  if (skip >= records_.size()) return {};
  const auto first = records_.begin() + static_cast<std::ptrdiff_t>(skip);
  const std::size_t count = std::min(max, records_.size() - skip);
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace nemo::embedded_log
