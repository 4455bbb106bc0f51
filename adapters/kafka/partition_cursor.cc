#include "adapters/kafka/partition_cursor.h"

#include "adapters/kafka/beginnings.h"
#include "adapters/kafka/fetched_record.h"

namespace nemo::kafka {
namespace {

constexpr std::size_t kFetchedAtOnce = 10'000;

// Waits for the message that is known to be there.
Message await_message(Fetcher& fetcher, LogPosition position, int patience_ms) {
  Message message = fetcher.poll(patience_ms);
  if (message) return message;
  throw fetcher.client().unreachable("the record at " + format_position(position) +
                                     " is on the log, but is not delivered");
}

}  // namespace

PartitionCursor::PartitionCursor(LogPort& log, const KafkaSettings& settings, LogPosition from)
    : log_(log), settings_(settings), next_(from) {}

bool PartitionCursor::next(LogRecord& record) {
  if (next_.offset >= end_) end_ = log_.end_offset(next_.partition);
  if (next_.offset >= end_) return false;
  if (fetcher_ == nullptr) {
    times_ = times_before(settings_, {next_}).front();
    fetcher_ =
        std::make_unique<Fetcher>(settings_, settings_.events_topic(), Fetcher::Reads::kEverything);
    fetcher_->start(next_.partition, next_.offset);
  }
  if (taken_ == fetched_.size()) {
    fetched_.clear();
    taken_ = 0;
    fetched_.push_back(await_message(*fetcher_, next_, settings_.patience_ms));
    fetcher_->drain(fetched_, kFetchedAtOnce);
  }
  read_record(*fetched_[taken_], next_, times_, record);
  fetched_[taken_++].reset();
  ++next_.offset;
  return true;
}

}  // namespace nemo::kafka
