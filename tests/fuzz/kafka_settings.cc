#include "adapters/kafka/kafka_settings.h"

#include <algorithm>

#include "events/log/log_port.h"
#include "tests/fuzz/memory_file.h"

// Any text in the place of an address, of a prefix and of a client's properties.
void nemo::fuzz::try_bytes(std::string_view bytes) {
  if (const auto brokers = brokers_of_url(bytes)) {
    promise(bytes.find(*brokers) != std::string_view::npos, "brokers are named by the address");
    promise(brokers->find(':') != std::string::npos, "a broker has its port");
  }
  if (is_topic_prefix(bytes)) promise(bytes.size() <= 200, "a prefix leaves room for a topic");
  try {
    for (const auto& [name, value] : read_client_properties(memory_file(bytes))) {
      promise(!name.empty() && name != "acks",
              "a property has a name, and is not the ledger's own");
      promise(value.find('\n') == std::string::npos, "a value ends with its line");
    }
  } catch (const LogFailure& failure) {
    promise(failure.kind() == LogFailure::Kind::kSettings, "what is wrong are the settings");
    promise(!failure.message().empty(), "a refusal has its reason");
  }
}
