#pragma once

#include <string>

#include "adapters/kafka/client.h"
#include "adapters/kafka/topic_rules.h"

namespace nemo::kafka {

// The cluster's administration, as far as a ledger asks it. All throw LogFailure kUnreachable.
// Thread rule: one thread.
class Admin {
 public:
  explicit Admin(const KafkaSettings& settings);

  // How many brokers there are now.
  int brokers();
  // Partitions and the fewest replicas of one; nothing where there is no such topic.
  struct Shape {
    int partitions = 0;
    int replicas = 0;
  };
  std::optional<Shape> shape(const std::string& topic);
  // Makes it, unless it is there by now. Throws LogFailure kSettings where the cluster refuses.
  void create(const std::string& topic, Shape shape, const TopicConfig& config);
  // Until every broker that is asked knows it, and all its partitions have leaders.
  void await(const std::string& topic);
  TopicConfig config(const std::string& topic);

 private:
  rd_kafka_resp_err_t ask_config(const std::string& topic, TopicConfig& config);

  KafkaSettings settings_;
  Client client_;
};

}  // namespace nemo::kafka
