#include "adapters/embedded_log/group_writer.h"

#include <chrono>

#include "adapters/embedded_log/failures.h"

namespace nemo::embedded_log {
namespace {

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

void GroupWriter::write(const AppendQueue::Group& group) {
  written_.clear();
  start_.placement.start_draft();
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
  const std::size_t first = written_.size();
  try {
    start_.placement.place(append.records, written_);
  } catch (const LogFailure& failure) {
    append.failure = failure;
    return;
  }
  for (std::size_t i = first; i < written_.size(); ++i) {
    append.positions.push_back(written_[i].position);
  }
}

// The head comes first: what is torn or damaged behind it can still be named.
std::optional<LogFailure> GroupWriter::commit() {
  batch_.Clear();
  encode_head(ends_of(start_.placement.draft()), scratch_);
  rocksdb::Status status = batch_.Put(slice(kHeadKey), scratch_);
  for (const LogRecord& record : written_) {
    if (!status.ok()) break;
    const auto key = record_key(record.position);
    encode_record(record.position, {!record.at, record.appended_at, record.envelope}, scratch_);
    status = batch_.Put({key.data(), key.size()}, scratch_);
  }
  if (status.ok()) status = write_batch();
  if (status.ok()) return std::nullopt;
  return store_failure(start_.directory, status);
}

rocksdb::Status GroupWriter::write_batch() {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto begun = std::chrono::steady_clock::now();
  const rocksdb::Status status = start_.db.Write(synced, &batch_);
  const auto took = std::chrono::steady_clock::now() - begun;
  const std::lock_guard lock(figures_mutex_);
  figures_.write_us.add(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  figures_.group_records.add(written_.size());
  return status;
}

LogFigures GroupWriter::figures() const {
  const std::lock_guard lock(figures_mutex_);
  return figures_;
}

void GroupWriter::finish(const AppendQueue::Group& group,
                         const std::optional<LogFailure>& failure) {
  if (!failure) {
    start_.placement.keep_draft();
    start_.recent.keep(written_);
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
