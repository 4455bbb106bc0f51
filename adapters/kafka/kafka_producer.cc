#include "adapters/kafka/kafka_producer.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "adapters/kafka/client.h"
#include "adapters/kafka/record_headers.h"

namespace nemo {
namespace {

using kafka::Client;
using kafka::Topic;

constexpr int kPollMs = 100;
constexpr int kFlushMs = 5'000;

KafkaSettings::Properties properties_of(bool reports_success) {
  return {{"enable.idempotence", "true"},
          {"acks", "all"},
          {"linger.ms", "0"},
          {"message.timeout.ms", "60000"},
          {"request.timeout.ms", "10000"},
          {"retry.backoff.ms", "50"},
          {"message.max.bytes", "1040000"},
          {"queue.buffering.max.messages", "1000000"},
          {"queue.buffering.max.kbytes", "524288"},
          {"delivery.report.only.error", reports_success ? "false" : "true"}};
}

void* as_opaque(std::uint64_t number) { return reinterpret_cast<void*>(number); }

}  // namespace

class KafkaProducer::Inside {
 public:
  Inside(KafkaSettings settings, Options options)
      : settings_(std::move(settings)), options_(std::move(options)) {
    start();
    kafka::await_leaders(*client_, settings_.events_topic(), settings_.patience_ms);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }

  ~Inside() {
    rd_kafka_flush(client_->handle(), kFlushMs);
    thread_.request_stop();
    thread_.join();
    give_up_all();
  }

  bool send(const NewRecord& record, std::uint64_t number, std::string_view call) {
    check_record_size(record);
    const std::shared_lock lock(mutex_);
    if (given_up_) return false;
    rd_kafka_headers_t* headers = headers_for(record, call);
    const auto error = rd_kafka_producev(
        client_->handle(), RD_KAFKA_V_RKT(topic_->handle()), RD_KAFKA_V_PARTITION(record.partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(record.key.empty() ? nullptr : record.key.data(), record.key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(record.envelope.data()), record.envelope.size()),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(as_opaque(number)), RD_KAFKA_V_END);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
    if (headers != nullptr) rd_kafka_headers_destroy(headers);
    return false;  // full
  }

  // The client is there until the call is over, however soon it is replaced.
  void give_up() {
    const std::shared_lock lock(mutex_);
    rd_kafka_test_fatal_error(client_->handle(), RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
                              "given up on");
  }

 private:
  void start() {
    client_ = std::make_unique<Client>(
        settings_, Client::Options{.type = RD_KAFKA_PRODUCER,
                                   .properties = properties_of(options_.reports_success),
                                   .delivered = [this](const auto& m) { report(m); }});
    topic_ = std::make_unique<Topic>(*client_, settings_.events_topic());
  }

  void serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      rd_kafka_poll(client_->handle(), kPollMs);
      if (!client_->fatal().empty()) renew();
    }
  }

  // The cluster forgot who we are, or a sequence was broken: what is on its way is of unknown fate,
  // and a new producer goes on. Who hears of it may send, and is told that nothing was sent.
  void renew() {
    {
      const std::unique_lock lock(mutex_);
      given_up_ = true;
    }
    give_up_all();
    const std::unique_lock lock(mutex_);
    topic_.reset();
    client_.reset();
    start();
    given_up_ = false;
  }

  // Each is reported; what the brokers may have by now is of unknown fate.
  void give_up_all() {
    rd_kafka_purge(client_->handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(client_->handle(), kFlushMs);
  }

  void report(const rd_kafka_message_t& message) {
    Report report;
    report.number = reinterpret_cast<std::uint64_t>(message._private);
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      report.position = {static_cast<PartitionId>(message.partition), message.offset};
      report.fate = Fate::kAppended;
    } else {
      const bool absent = rd_kafka_message_status(&message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
      report.fate = absent ? Fate::kNotAppended : Fate::kUnknown;
      report.reason = rd_kafka_err2str(message.err);
    }
    options_.report(report);
  }

  static rd_kafka_headers_t* headers_for(const NewRecord& record, std::string_view call) {
    if (!record.at && !record.appended_at && call.empty()) return nullptr;
    rd_kafka_headers_t* headers = rd_kafka_headers_new(2);
    const auto add = [headers](const char* name, std::string_view value) {
      rd_kafka_header_add(headers, name, -1, value.data(), static_cast<::ssize_t>(value.size()));
    };
    if (record.appended_at) {
      add(kafka::kAppendedAtHeader, std::to_string(record.appended_at->value));
    } else if (record.at) {
      add(kafka::kAtHeader, std::to_string(record.at->value));
    }
    if (!call.empty()) add(kafka::kCallHeader, call);
    return headers;
  }

  KafkaSettings settings_;
  Options options_;
  std::shared_mutex mutex_;  // of the three below: they change when a producer is replaced
  bool given_up_ = false;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Topic> topic_;
  std::jthread thread_;
};

void check_record_size(const NewRecord& record) {
  if (record.envelope.size() <= KafkaProducer::kRecordBytesMax) return;
  throw LogFailure(LogFailure::Kind::kSettings,
                   "a record of " + std::to_string(record.envelope.size()) +
                       " bytes is too large for Kafka; " +
                       std::to_string(KafkaProducer::kRecordBytesMax) + " is the most");
}

KafkaProducer::KafkaProducer(const KafkaSettings& settings, Options options)
    : inside_(std::make_unique<Inside>(settings, std::move(options))) {}

KafkaProducer::~KafkaProducer() = default;

void KafkaProducer::give_up() { inside_->give_up(); }

bool KafkaProducer::send(const NewRecord& record, std::uint64_t number, std::string_view call) {
  return inside_->send(record, number, call);
}

}  // namespace nemo
