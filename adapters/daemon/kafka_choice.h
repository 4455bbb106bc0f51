#pragma once

#include <vector>

#include "adapters/daemon/ledger.h"
#include "adapters/kafka/kafka_settings.h"

namespace nemo {

// How to speak to the cluster. Throws LogFailure kSettings for a wrong prefix or client file.
KafkaSettings kafka_settings(const KafkaChoice& choice);

// The partitions a node decides, ascending, each once.
std::vector<PartitionId> served_partitions(const KafkaChoice& choice);

}  // namespace nemo
