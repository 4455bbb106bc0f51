#include "adapters/daemon/kafka_init.h"

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/kafka_choice.h"
#include "adapters/kafka/kafka_topics.h"

namespace nemo {

std::optional<std::string> brokers_of_log(std::string_view url) { return brokers_of_url(url); }

std::vector<std::string> init_topics(const KafkaChoice& choice, int replication) {
  try {
    return make_topics(kafka_settings(choice), {.replication = replication});
  } catch (const LogFailure& failure) {
    throw failure_of(failure);
  }
}

}  // namespace nemo
