#include "adapters/embedded_log/group_writer.h"

#include <algorithm>

#include "adapters/embedded_log/failures.h"
#include "events/values/assert.h"

namespace nemo::embedded_log {
namespace {

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void GroupWriter::write(const AppendQueue::Group& group) {
  written_.clear();
  draft_ = tails_;
  draft_live_ = {};
  for (Append* append : group) {
    if (failed_) {
      append->failure = failed_;
    } else {
      add(*append);
    }
  }
  if (written_.empty()) return;
  finish(group, commit());
}

void GroupWriter::add(Append& append) {
  TimeMs now;
  try {
    if (needs_time(append.records)) now = start_.time.now();
  } catch (const LogFailure& failure) {
    append.failure = failure;
    return;
  }
  append.positions.reserve(append.records.size());
  for (const NewRecord& record : append.records) {
    written_.push_back(place(record, now));
    append.positions.push_back(written_.back().position);
  }
}

bool GroupWriter::needs_time(const std::vector<NewRecord>& records) const {
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

LogRecord GroupWriter::place(const NewRecord& record, TimeMs now) {
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

// The head comes first: what is torn or damaged behind it can still be named.
std::optional<LogFailure> GroupWriter::commit() {
  batch_.Clear();
  encode_head(ends_of(draft_), scratch_);
  rocksdb::Status status = batch_.Put(slice(kHeadKey), scratch_);
  for (const LogRecord& record : written_) {
    if (!status.ok()) break;
    const auto key = record_key(record.position);
    encode_record(record.position, {!record.at, record.appended_at, record.envelope}, scratch_);
    status = batch_.Put({key.data(), key.size()}, scratch_);
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  if (status.ok()) status = start_.db.Write(synced, &batch_);
  if (status.ok()) return std::nullopt;
  return store_failure(start_.directory, status);
}

void GroupWriter::finish(const AppendQueue::Group& group,
                         const std::optional<LogFailure>& failure) {
  if (!failure) {
    tails_ = draft_;
    start_.time.follow(draft_live_);
    return;
  }
  failed_ = failure;
  // It may have reached the disk before the error did.
  const LogFailure unknown(failure->kind(), failure->message(), true);
  for (Append* append : group) {
    if (!append->failure) append->failure = unknown;
  }
}

}  // namespace nemo::embedded_log
