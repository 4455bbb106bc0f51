#pragma once

#include <vector>

#include "adapters/kafka/kafka_settings.h"
#include "adapters/kafka/record_times.h"

namespace nemo::kafka {

// What counted as time before each of these positions: reads the partitions' beginnings, until the
// first record that shows that a partition lives. Throws LogFailure.
std::vector<RecordTimes> times_before(const KafkaSettings& settings,
                                      const std::vector<LogPosition>& positions);

// The records at these positions, one a partition, which are known to be there. Their times are the
// brokers'. Throws LogFailure.
std::vector<LogRecord> read_each(const KafkaSettings& settings,
                                 const std::vector<LogPosition>& positions);

}  // namespace nemo::kafka
