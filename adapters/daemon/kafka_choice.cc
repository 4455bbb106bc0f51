#include "adapters/daemon/kafka_choice.h"

#include <algorithm>
#include <numeric>

#include "events/log/log_port.h"

namespace nemo {

KafkaSettings kafka_settings(const KafkaChoice& choice) {
  if (!is_topic_prefix(choice.topic_prefix)) {
    throw LogFailure(LogFailure::Kind::kSettings,
                     "--topic-prefix " + choice.topic_prefix +
                         ": no name of a topic; 1 to 200 characters of A-Z a-z 0-9 . _ -");
  }
  KafkaSettings settings{.brokers = choice.brokers, .topic_prefix = choice.topic_prefix};
  if (!choice.client_file.empty()) settings.client = read_client_properties(choice.client_file);
  return settings;
}

std::vector<PartitionId> served_partitions(const KafkaChoice& choice) {
  std::vector<PartitionId> partitions = choice.partitions;
  if (partitions.empty()) {
    partitions.resize(kPartitionCount);
    std::iota(partitions.begin(), partitions.end(), PartitionId{0});
  }
  std::sort(partitions.begin(), partitions.end());
  partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
  return partitions;
}

}  // namespace nemo
