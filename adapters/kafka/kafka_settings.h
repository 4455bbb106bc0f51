#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nemo {

// Which cluster, which topics, and how to speak to it.
struct KafkaSettings {
  // Of librdkafka's client, as in its properties files: TLS, SASL and the like.
  using Properties = std::vector<std::pair<std::string, std::string>>;

  std::string brokers;                  // HOST:PORT[,HOST:PORT]
  std::string topic_prefix = "ledger";  // NAME.events and NAME.outcomes
  Properties client = {};
  int patience_ms = 10'000;  // how long an answer is waited for before the cluster is called away

  std::string events_topic() const { return topic_prefix + ".events"; }
  std::string outcomes_topic() const { return topic_prefix + ".outcomes"; }
  // For messages: "kafka://HOST:PORT, topic NAME.events".
  std::string events_place() const { return "kafka://" + brokers + ", topic " + events_topic(); }
  std::string outcomes_place() const {
    return "kafka://" + brokers + ", topic " + outcomes_topic();
  }
};

// The brokers of "kafka://HOST:PORT[,HOST:PORT]"; nothing for any other text.
std::optional<std::string> brokers_of_url(std::string_view url);

// Whether topics can have this prefix: 1 to 200 of Kafka's characters.
bool is_topic_prefix(std::string_view text);

// Reads `name=value` lines; # begins a comment line. Throws LogFailure kSettings: for a file that
// cannot be read, a line of another form, or a property that decides about correctness and is the
// ledger's own (acks, idempotence, offsets, transactions).
KafkaSettings::Properties read_client_properties(const std::string& file);

}  // namespace nemo
