#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"

namespace nemo::kafka {

// Reads partitions of one topic from offsets that are given: no group, nothing committed.
// Thread rule: one thread; destroy nothing that it gave later than itself.
class Fetcher {
 public:
  enum class Reads : std::uint8_t {
    kEverything,        // of the events: nobody writes them in transactions
    kCommittedToItsEnd  // of the outcomes; says where a partition ends, see is_end()
  };

  Fetcher(const KafkaSettings& settings, const std::string& topic, Reads reads);
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  void start(PartitionId partition, Offset from);
  // Waits for what is asked of the brokers just now.
  void stop(PartitionId partition);

  // The next message, or null when none comes in time. Throws LogFailure: kDamaged where the offset
  // asked for is not there, kMissing where the topic is gone, kSettings where it may not be read.
  // An outage is no failure here: it is waited for.
  Message poll(int timeout_ms);
  // What is there already, up to `most` messages, behind those in `into`.
  void drain(std::vector<Message>& into, std::size_t most);

  // A message that only says that the partition ends here for now.
  static bool is_end(const rd_kafka_message_t& message) {
    return message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
  }
  const Client& client() const { return client_; }
  // See Client::had_trouble().
  bool had_trouble();

 private:
  // Null for what is no message and no failure.
  Message checked(rd_kafka_message_t* raw) const;

  std::string name_;
  Client client_;
  Topic topic_;
  rd_kafka_queue_t* queue_;
  std::vector<rd_kafka_message_t*> raw_;
};

}  // namespace nemo::kafka
