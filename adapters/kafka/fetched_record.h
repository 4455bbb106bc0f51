#pragma once

#include "adapters/kafka/client.h"
#include "adapters/kafka/record_headers.h"
#include "adapters/kafka/record_times.h"

namespace nemo::kafka {

// The message as the record that must come next. Throws LogFailure: kDamaged where another offset
// comes (a gap, or one twice), kUnsafe where the broker gave it no time of its own.
RecordHeaders read_record(const rd_kafka_message_t& message, LogPosition expected,
                          RecordTimes& times, LogRecord& record);

// When the broker appended it. Throws LogFailure kUnsafe.
TimeMs stamp_of(const rd_kafka_message_t& message);

}  // namespace nemo::kafka
