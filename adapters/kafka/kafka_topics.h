#pragma once

#include <string>
#include <vector>

#include "adapters/kafka/kafka_settings.h"

namespace nemo {

// The two topics of a ledger: made once, and looked at each time before they are relied on.

struct TopicChoice {
  int replication = 0;  // 0: three, or as many as there are brokers; two copies must have a record
};

// Makes the topics that are not there, with the ledger's settings, and checks both; a sentence a
// topic for people. Throws LogFailure: kUnreachable, kUnsafe (a topic that is there is not as it
// must be), kSettings (the cluster refuses what was asked).
std::vector<std::string> make_topics(const KafkaSettings& settings, const TopicChoice& choice);

// Throws LogFailure: kUnreachable, kMissing, and kUnsafe for the first setting that could lose,
// reorder or backdate records, with the command that mends it.
void check_topics(const KafkaSettings& settings);

}  // namespace nemo
