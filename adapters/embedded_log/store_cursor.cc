#include "adapters/embedded_log/store_cursor.h"

#include "adapters/embedded_log/failures.h"

namespace nemo::embedded_log {

StoreCursor::StoreCursor(const StorePlace& place, LogPosition from, Offset end)
    : place_(place),
      next_(from),
      end_(from.offset),
      bound_bytes_(record_key({static_cast<PartitionId>(from.partition + 1), 0})),
      bound_(bound_bytes_.data(), bound_bytes_.size()) {
  extend(end);
}

void StoreCursor::extend(Offset end) {
  if (end <= end_) return;
  end_ = end;
  rocksdb::ReadOptions options = place_.options;
  options.iterate_upper_bound = &bound_;
  iterator_.reset(place_.db.NewIterator(options));
  const auto key = record_key(next_);
  iterator_->Seek({key.data(), key.size()});
}

void StoreCursor::pass() { end_ = ++next_.offset; }

bool StoreCursor::next(LogRecord& record) {
  if (next_.offset >= end_) return false;
  if (!iterator_->Valid()) refuse();
  const auto key = record_key(next_);
  if (iterator_->key() != rocksdb::Slice(key.data(), key.size())) refuse();
  const auto stored = decode_record(next_, iterator_->value().ToStringView());
  if (!stored) throw damaged(place_.directory, next_, "the record's checksum is wrong");
  record.position = next_;
  record.envelope = stored->envelope;
  record.appended_at = stored->time;
  record.at = stored->live ? std::nullopt : std::optional(stored->time);
  ++next_.offset;
  iterator_->Next();
  return true;
}

void StoreCursor::refuse() const {
  const rocksdb::Status status = iterator_->status();
  if (!status.ok() && !status.IsCorruption()) throw store_failure(place_.directory, status);
  throw damaged(place_.directory, next_, status.ok() ? "the record is missing" : status.ToString());
}

}  // namespace nemo::embedded_log
