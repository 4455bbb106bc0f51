#include "adapters/kafka/beginnings.h"

#include <array>
#include <optional>

#include "adapters/kafka/fetched_record.h"
#include "adapters/kafka/fetcher.h"

namespace nemo::kafka {
namespace {

// Reads several partitions side by side until each has given what was looked for.
class SideBySide {
 public:
  explicit SideBySide(const KafkaSettings& settings)
      : settings_(settings),
        fetcher_(settings, settings.events_topic(), Fetcher::Reads::kEverything) {}

  void start(LogPosition from) {
    fetcher_.start(from.partition, from.offset);
    next_[from.partition] = from.offset;
    ++open_;
  }

  // `found` tells whether a partition's record was the last that is wanted.
  template <class Found>
  void run(Found&& found) {
    while (open_ > 0) {
      const Message message = fetcher_.poll(settings_.patience_ms);
      if (!message) {
        throw fetcher_.client().unreachable("records that are on the log are not delivered");
      }
      const auto partition = static_cast<PartitionId>(message->partition);
      if (!next_[partition]) continue;  // of one that is done
      if (!found(*message, LogPosition{partition, (*next_[partition])++})) continue;
      next_[partition].reset();  // not stopped: that takes a while
      --open_;
    }
  }

 private:
  const KafkaSettings& settings_;
  Fetcher fetcher_;
  std::array<std::optional<Offset>, kPartitionCount> next_;
  std::size_t open_ = 0;
};

}  // namespace

std::vector<RecordTimes> times_before(const KafkaSettings& settings,
                                      const std::vector<LogPosition>& positions) {
  std::array<RecordTimes, kPartitionCount> times;
  std::array<Offset, kPartitionCount> until{};
  SideBySide reading(settings);
  for (const LogPosition position : positions) {
    until[position.partition] = position.offset;
    if (position.offset > 0) reading.start({position.partition, 0});
  }
  LogRecord record;
  reading.run([&](const rd_kafka_message_t& message, LogPosition at) {
    read_record(message, at, times[at.partition], record);
    return times[at.partition].phase() == RecordTimes::Phase::kLive ||
           at.offset + 1 == until[at.partition];
  });
  std::vector<RecordTimes> found;
  for (const LogPosition position : positions) found.push_back(times[position.partition]);
  return found;
}

std::vector<LogRecord> read_each(const KafkaSettings& settings,
                                 const std::vector<LogPosition>& positions) {
  std::array<LogRecord, kPartitionCount> records;
  SideBySide reading(settings);
  for (const LogPosition position : positions) reading.start(position);
  reading.run([&records](const rd_kafka_message_t& message, LogPosition at) {
    RecordTimes times(RecordTimes::Phase::kLive);
    read_record(message, at, times, records[at.partition]);
    return true;
  });
  std::vector<LogRecord> found;
  for (const LogPosition position : positions) {
    found.push_back(std::move(records[position.partition]));
  }
  return found;
}

}  // namespace nemo::kafka
