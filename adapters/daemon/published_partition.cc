#include "adapters/daemon/published_partition.h"

#include <algorithm>

#include "events/wire/outcome_codec.h"
#include "events/wire/outcome_json.h"
#include "events/wire/sha256.h"

namespace nemo {

void PublishedPartition::saw(Offset source_offset) {
  published_end_ = std::max(published_end_.load(), source_offset + 1);
  queue_.drop_before(published_end_);
}

void PublishedPartition::take_over() {
  writer_ = std::make_unique<OutcomeWriter>(ports_.settings, partition_);
  // Only now: what another one has begun is aborted, and it begins nothing any more.
  const PublishedMarks marks = read_outcome_tails(ports_.settings, {partition_});
  saw(marks[partition_].offset);
  started_end_ = 0;
  publishes_ = true;
}

void PublishedPartition::step_down() {
  writer_.reset();
  started_end_ = 0;
  publishes_ = false;
}

bool PublishedPartition::start() {
  if (started_end_ > 0) return true;  // not ended yet
  const std::vector<DecidedQueue::Entry> records = next_records();
  if (records.empty()) return false;
  writer_->begin();
  for (const DecidedQueue::Entry& record : records) put(record);
  started_end_ = records.back().offset + 1;
  return true;
}

void PublishedPartition::finish() {
  writer_->commit();
  published_end_ = started_end_;
  started_end_ = 0;
}

std::vector<DecidedQueue::Entry> PublishedPartition::next_records() {
  if (!is_behind()) return {};
  std::vector<DecidedQueue::Entry> records = queue_.take_from(published_end_, kRecordsAtOnce);
  return records.empty() ? stored_records(published_end_) : std::move(records);
}

// What left the queue, or was decided before this node started. Lines that are not stored yet come
// with the next checkpoint.
std::vector<DecidedQueue::Entry> PublishedPartition::stored_records(Offset from) {
  std::vector<DecidedQueue::Entry> records;
  ports_.outcomes.scan({partition_, from}, [&records](Offset offset, std::string_view lines) {
    records.push_back({offset, {}, std::string(lines)});
    return records.size() < kRecordsAtOnce;
  });
  if (records.empty() || records.front().offset != from) return {};
  const auto cursor = ports_.log.scan({partition_, from});
  LogRecord read;
  for (DecidedQueue::Entry& record : records) {
    if (!cursor->next(read)) return {};
    record.envelope = read.envelope;
  }
  return records;
}

void PublishedPartition::put(const DecidedQueue::Entry& record) {
  const auto lines = decode_outcomes({partition_, record.offset}, record.lines);
  if (!lines) {
    throw StoreFailure{StoreFailure::Kind::kDamaged,
                       "outcomes: the lines of " + format_position({partition_, record.offset}) +
                           " are not readable; run verify"};
  }
  const std::string hash = sha256_hex_of(record.envelope);
  for (std::size_t line = 0; line < lines->size(); ++line) {
    json_.clear();
    append_outcome_json((*lines)[line], json_);
    writer_->put({.key = (*lines)[line].org_id.view(),
                  .json = json_,
                  .source_offset = record.offset,
                  .line = line,
                  .last_line = lines->size() - 1,
                  .source_sha256 = hash});
  }
}

}  // namespace nemo
