#include "adapters/kafka/fetched_record.h"

namespace nemo::kafka {

TimeMs stamp_of(const rd_kafka_message_t& message) {
  rd_kafka_timestamp_type_t type{};
  const std::int64_t stamp = rd_kafka_message_timestamp(&message, &type);
  if (type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME && stamp >= 0) return {stamp};
  const LogPosition position{static_cast<PartitionId>(message.partition), message.offset};
  throw LogFailure(LogFailure::Kind::kUnsafe,
                   std::string("topic ") + rd_kafka_topic_name(message.rkt) + ": the record at " +
                       format_position(position) +
                       " has its producer's time, not the broker's; set "
                       "message.timestamp.type=LogAppendTime: records appended since it was "
                       "changed cannot be decided");
}

RecordHeaders read_record(const rd_kafka_message_t& message, LogPosition expected,
                          RecordTimes& times, LogRecord& record) {
  if (message.offset != expected.offset) {
    throw LogFailure(LogFailure::Kind::kDamaged,
                     std::string("topic ") + rd_kafka_topic_name(message.rkt) + ": the record at " +
                         format_position(expected) +
                         " is missing, the next one there is at offset " +
                         std::to_string(message.offset) +
                         ": records were deleted, or somebody writes in transactions; restore "
                         "the topic from an export, under another --topic-prefix");
  }
  record.position = expected;
  record.envelope.assign(static_cast<const char*>(message.payload), message.len);
  const RecordHeaders headers = headers_of(message);
  times.place(headers, stamp_of(message), record);
  return headers;
}

}  // namespace nemo::kafka
