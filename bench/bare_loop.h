#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/kafka/client.h"
#include "adapters/kafka/fetcher.h"

namespace nemo::bench {

// A process that produces records of 200 bytes to the first partitions of a topic, in turn, and
// consumes its own: what the brokers and their client alone cost. Nobody else writes to the topic
// meanwhile.
class BareLoop {
 public:
  BareLoop(const KafkaSettings& settings, PartitionId partitions)
      : partitions_(partitions),
        producer_(settings, {.type = RD_KAFKA_PRODUCER,
                             .properties = {{"enable.idempotence", "true"},
                                            {"acks", "all"},
                                            {"linger.ms", "0"},
                                            {"delivery.report.only.error", "true"}},
                             .delivered = [](const auto&) {}}),
        topic_(producer_, settings.events_topic()),
        fetcher_(settings, settings.events_topic(), kafka::Fetcher::Reads::kEverything) {
    kafka::await_leaders(producer_, settings.events_topic(), settings.patience_ms);
    for (PartitionId partition = 0; partition < partitions_; ++partition) {
      fetcher_.start(partition, 0);
    }
  }

  // One record there and back.
  void once() {
    produce();
    while (!fetcher_.poll(1'000)) rd_kafka_poll(producer_.handle(), 0);
    rd_kafka_poll(producer_.handle(), 0);
  }

  // So many on their way at any time; how many came back.
  std::int64_t run(std::size_t in_flight, std::chrono::milliseconds time) {
    const auto stop = std::chrono::steady_clock::now() + time;
    for (std::size_t i = 0; i < in_flight; ++i) produce();
    std::int64_t back = 0;
    std::size_t away = in_flight;
    while (away > 0) {
      messages_.clear();
      if (kafka::Message first = fetcher_.poll(1'000)) messages_.push_back(std::move(first));
      fetcher_.drain(messages_, 10'000);
      back += static_cast<std::int64_t>(messages_.size());
      const bool over = std::chrono::steady_clock::now() >= stop;
      for (std::size_t i = 0; i < messages_.size(); ++i) {
        if (over) {
          --away;
        } else {
          produce();
        }
      }
      rd_kafka_poll(producer_.handle(), 0);
    }
    return back;
  }

 private:
  void produce() {
    rd_kafka_producev(producer_.handle(), RD_KAFKA_V_RKT(topic_.handle()),
                      RD_KAFKA_V_PARTITION(next_++ % partitions_),
                      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                      RD_KAFKA_V_VALUE(record_.data(), record_.size()), RD_KAFKA_V_END);
  }

  PartitionId partitions_;
  int next_ = 0;
  std::string record_ = std::string(200, 'x');
  kafka::Client producer_;
  kafka::Topic topic_;
  kafka::Fetcher fetcher_;
  std::vector<kafka::Message> messages_;
};

}  // namespace nemo::bench
