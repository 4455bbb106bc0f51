#include "adapters/kafka/fetcher.h"

#include <algorithm>
#include <chrono>

namespace nemo::kafka {
namespace {

constexpr std::size_t kDrainedAtOnce = 4'096;

KafkaSettings::Properties properties_for(Fetcher::Reads reads) {
  const bool committed = reads == Fetcher::Reads::kCommittedToItsEnd;
  return {{"check.crcs", "true"},
          {"fetch.wait.max.ms", "50"},
          {"fetch.error.backoff.ms", "20"},
          // Beyond either, librdkafka 2.0 fetches nothing for a whole second: so much must last it.
          {"queued.min.messages", "1000000"},
          {"queued.max.messages.kbytes", "524288"},
          {"enable.auto.commit", "false"},
          {"socket.timeout.ms", "10000"},
          {"isolation.level", committed ? "read_committed" : "read_uncommitted"},
          {"enable.partition.eof", committed ? "true" : "false"}};
}

const KafkaSettings::Properties kOfTopic = {{"auto.offset.reset", "error"},
                                            {"auto.commit.enable", "false"}};

}  // namespace

Fetcher::Fetcher(const KafkaSettings& settings, const std::string& topic, Reads reads)
    : name_("kafka://" + settings.brokers + ", topic " + topic),
      client_(settings, {.type = RD_KAFKA_CONSUMER, .properties = properties_for(reads)}),
      topic_(client_, topic, kOfTopic),
      queue_(rd_kafka_queue_new(client_.handle())) {}

Fetcher::~Fetcher() { rd_kafka_queue_destroy(queue_); }

void Fetcher::start(PartitionId partition, Offset from) {
  if (rd_kafka_consume_start_queue(topic_.handle(), partition, from, queue_) != 0) {
    throw client_.unreachable("partition " + std::to_string(partition) +
                              " cannot be read: " + rd_kafka_err2str(rd_kafka_last_error()));
  }
}

void Fetcher::stop(PartitionId partition) { rd_kafka_consume_stop(topic_.handle(), partition); }

Message Fetcher::poll(int timeout_ms) {
  using Steady = std::chrono::steady_clock;
  const auto until = Steady::now() + std::chrono::milliseconds(timeout_ms);
  for (auto left = timeout_ms; left >= 0;) {
    rd_kafka_message_t* raw = rd_kafka_consume_queue(queue_, left);
    if (raw == nullptr) return nullptr;
    if (Message message = checked(raw)) return message;
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now());
    left = static_cast<int>(rest.count());
  }
  return nullptr;
}

bool Fetcher::had_trouble() {
  rd_kafka_poll(client_.handle(), 0);
  return client_.had_trouble();
}

void Fetcher::drain(std::vector<Message>& into, std::size_t most) {
  while (into.size() < most) {
    raw_.resize(std::min(most - into.size(), kDrainedAtOnce));
    const auto count = rd_kafka_consume_batch_queue(queue_, 0, raw_.data(), raw_.size());
    if (count <= 0) return;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      if (Message message = checked(raw_[i])) into.push_back(std::move(message));
    }
  }
}

Message Fetcher::checked(rd_kafka_message_t* raw) const {
  Message message(raw);
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return message;  // nearly always
  const std::string place = name_ + ", partition " + std::to_string(message->partition);
  switch (message->err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return message;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      throw LogFailure(LogFailure::Kind::kDamaged,
                       place +
                           ": the record that comes next is not there any more: the topic was "
                           "truncated, made anew, or its records were deleted; restore it "
                           "from an export, under another --topic-prefix");
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      throw LogFailure(LogFailure::Kind::kMissing,
                       place +
                           ": the topic is gone; restore it from an export, under another "
                           "--topic-prefix");
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      throw LogFailure(LogFailure::Kind::kSettings,
                       place +
                           ": the client may not read it; give it the right to Read and "
                           "Describe the topic");
    default:
      return nullptr;  // of an outage, which the library ends by itself
  }
}

}  // namespace nemo::kafka
