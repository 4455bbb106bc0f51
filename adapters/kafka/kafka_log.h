#pragma once

#include <memory>

#include "adapters/kafka/kafka_settings.h"
#include "events/log/clock.h"
#include "events/log/log_port.h"

namespace nemo {

// The log of a ledger on Kafka: the topic NAME.events. What a record has beside its bytes stands in
// headers (record_headers.h); offsets, order and append times are the brokers'.
// Thread rule: any thread, but destroy it alone.
class KafkaLog : public LogPort {
 public:
  // Looks at the topics' settings first. Throws LogFailure: kUnreachable, kMissing, kUnsafe,
  // kSettings. `clock` outlives the log.
  KafkaLog(KafkaSettings settings, Clock& clock);
  ~KafkaLog() override;

  // In order within each partition, and not as one: a failure leaves some on the log, or of unknown
  // fate. Throws LogFailure: kUnreachable; kClock for an `at` that lies ahead of the clock, and
  // kSettings for a record that is too large: then nothing was appended.
  std::vector<LogPosition> append(const std::vector<NewRecord>& records) override;
  // Asks the brokers. Throws LogFailure: kUnreachable; kDamaged where the first records are gone.
  Offset end_offset(PartitionId partition) override;
  // Its cursors wait for records that are known to be there, and throw kUnreachable if none comes.
  std::unique_ptr<LogCursor> scan(LogPosition from) override;

  // The id the cluster was given when it was made. Throws LogFailure kUnreachable.
  std::string cluster_id();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

// The records at these positions, one a partition, which are known to be there. Throws LogFailure.
std::vector<LogRecord> read_each(const KafkaSettings& settings,
                                 const std::vector<LogPosition>& positions);

// Throws LogFailure kClock where a source's time lies ahead of the clock: the brokers would not
// honour it.
void check_times(const std::vector<NewRecord>& records, Clock& clock);

}  // namespace nemo
