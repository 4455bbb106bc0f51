#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo {

// The brokers of "kafka://HOST:PORT[,HOST:PORT]"; nothing for any other text.
std::optional<std::string> brokers_of_log(std::string_view url);

// Makes the ledger's topics, unless they are there, and checks their settings: a sentence a topic,
// for people. `replication` 0: three copies, or as many as there are brokers. Throws Failure.
std::vector<std::string> init_topics(const KafkaChoice& choice, int replication);

}  // namespace nemo
