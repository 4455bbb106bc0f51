#include <array>
#include <charconv>

#include "adapters/kafka/client.h"
#include "adapters/kafka/outcome_headers.h"
#include "adapters/kafka/outcome_topic.h"

namespace nemo {
namespace {

using kafka::Client;
using kafka::Topic;

KafkaSettings::Properties properties_of(const KafkaSettings& settings, PartitionId partition) {
  return {{"transactional.id", settings.outcomes_topic() + "." + std::to_string(partition)},
          {"transaction.timeout.ms", "10000"},
          {"message.timeout.ms", "10000"},
          {"request.timeout.ms", "5000"},
          {"retry.backoff.ms", "20"},
          {"linger.ms", "100"},  // a commit does not wait for it
          {"batch.size", "1000000"},
          {"compression.type", "lz4"},
          {"queue.buffering.max.messages", "1000000"},
          {"delivery.report.only.error", "true"}};
}

}  // namespace

class OutcomeWriter::Inside {
 public:
  Inside(const KafkaSettings& settings, PartitionId partition)
      : patience_ms_(settings.patience_ms),
        partition_(partition),
        client_(settings, {.type = RD_KAFKA_PRODUCER,
                           .properties = properties_of(settings, partition),
                           .delivered = [](const auto&) {}}),
        topic_(client_, settings.outcomes_topic()) {
    check(rd_kafka_init_transactions(client_.handle(), patience_ms_), "take over");
  }

  ~Inside() {
    rd_kafka_purge(client_.handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  }

  void begin() { check(rd_kafka_begin_transaction(client_.handle()), "begin"); }

  void put(const Line& line) {
    for (;;) {
      rd_kafka_headers_t* headers = headers_of(line);
      const auto error = rd_kafka_producev(
          client_.handle(), RD_KAFKA_V_RKT(topic_.handle()), RD_KAFKA_V_PARTITION(partition_),
          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
          RD_KAFKA_V_KEY(line.key.empty() ? nullptr : line.key.data(), line.key.size()),
          RD_KAFKA_V_VALUE(const_cast<char*>(line.json.data()), line.json.size()),
          RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
      if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return;
      rd_kafka_headers_destroy(headers);
      if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        throw WriterReplaced{rd_kafka_err2str(error)};
      }
      rd_kafka_poll(client_.handle(), 10);
    }
  }

  void commit() { check(rd_kafka_commit_transaction(client_.handle(), patience_ms_), "commit"); }

 private:
  static rd_kafka_headers_t* headers_of(const Line& line) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(4);
    const auto add = [headers](const char* name, std::string_view value) {
      rd_kafka_header_add(headers, name, -1, value.data(), static_cast<::ssize_t>(value.size()));
    };
    const auto add_number = [&add](const char* name, std::int64_t number) {
      std::array<char, 20> text{};
      const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
      add(name, {text.data(), static_cast<std::size_t>(end - text.data())});
    };
    add_number(kafka::kSourceOffsetHeader, line.source_offset);
    add_number(kafka::kLineHeader, static_cast<std::int64_t>(line.line));
    add_number(kafka::kLastLineHeader, static_cast<std::int64_t>(line.last_line));
    add(kafka::kSourceHashHeader, line.source_sha256);
    return headers;
  }

  // Takes the error over.
  void check(rd_kafka_error_t* raw, const char* what) {
    if (raw == nullptr) return;
    const bool again = rd_kafka_error_is_retriable(raw) != 0;
    const std::string reason = std::string(what) + ": " + rd_kafka_error_string(raw);
    rd_kafka_error_destroy(raw);
    if (again) {
      throw client_.unreachable("the outcomes of partition " + std::to_string(partition_) + ": " +
                                reason);
    }
    throw WriterReplaced{reason};
  }

  int patience_ms_;
  PartitionId partition_;
  Client client_;
  Topic topic_;
};

OutcomeWriter::OutcomeWriter(const KafkaSettings& settings, PartitionId partition)
    : inside_(std::make_unique<Inside>(settings, partition)) {}

OutcomeWriter::~OutcomeWriter() = default;

void OutcomeWriter::begin() { inside_->begin(); }

void OutcomeWriter::put(const Line& line) { inside_->put(line); }

void OutcomeWriter::commit() { inside_->commit(); }

}  // namespace nemo
