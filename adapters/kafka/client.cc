#include "adapters/kafka/client.h"

#include <array>
#include <chrono>
#include <thread>

namespace nemo::kafka {
namespace {

constexpr std::size_t kReasonBytes = 512;

// A broker that comes back is found again at once, and silence is not an outage of its own.
const KafkaSettings::Properties kOfAll = {
    {"reconnect.backoff.ms", "50"},        {"reconnect.backoff.max.ms", "500"},
    {"socket.nagle.disable", "true"},      {"topic.metadata.refresh.fast.interval.ms", "100"},
    {"allow.auto.create.topics", "false"}, {"client.id", "nemo-ledger"}};

void set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, kReasonBytes> reason{};
  const auto result =
      rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason.data(), reason.size());
  if (result == RD_KAFKA_CONF_OK) return;
  rd_kafka_conf_destroy(conf);
  throw LogFailure(LogFailure::Kind::kSettings, "Kafka client property " + name + "=" + value +
                                                    ": " + reason.data() +
                                                    "; correct it in the client's properties");
}

}  // namespace

Client::Client(const KafkaSettings& settings, Options options)
    : brokers_(settings.brokers), options_(std::move(options)) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set_opaque(conf, this);
  rd_kafka_conf_set_error_cb(conf, on_error);
  rd_kafka_conf_set_log_cb(conf, on_log);
  if (options_.delivered) rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  for (const auto& [name, value] : kOfAll) set(conf, name, value);
  for (const auto& [name, value] : settings.client) set(conf, name, value);
  for (const auto& [name, value] : options_.properties) set(conf, name, value);
  set(conf, "bootstrap.servers", settings.brokers);
  std::array<char, kReasonBytes> reason{};
  handle_ = rd_kafka_new(options_.type, conf, reason.data(), reason.size());
  if (handle_ != nullptr) return;
  rd_kafka_conf_destroy(conf);
  throw LogFailure(LogFailure::Kind::kSettings,
                   std::string("Kafka client: ") + reason.data() + "; correct its properties");
}

Client::~Client() { rd_kafka_destroy(handle_); }

void Client::on_error(rd_kafka_t*, int error, const char* reason, void* opaque) {
  auto* self = static_cast<Client*>(opaque);
  self->had_trouble_ = true;
  const std::lock_guard lock(self->mutex_);
  self->last_error_ = std::string(rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(error))) +
                      (reason != nullptr ? ": " + std::string(reason) : "");
}

void Client::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  static_cast<Client*>(opaque)->options_.delivered(*message);
}

LogFailure Client::unreachable(const std::string& what) const {
  rd_kafka_poll(handle_, 0);  // what it has to say of errors
  const std::lock_guard lock(mutex_);
  return {LogFailure::Kind::kUnreachable,
          "kafka://" + brokers_ + ": " + what +
              (last_error_.empty() ? "" : " (" + last_error_ + ")") +
              "; check the address, the client's properties and whether the brokers run"};
}

std::string Client::fatal() const {
  std::array<char, kReasonBytes> reason{};
  const auto error = rd_kafka_fatal_error(handle_, reason.data(), reason.size());
  return error == RD_KAFKA_RESP_ERR_NO_ERROR ? std::string() : std::string(reason.data());
}

Topic::Topic(const Client& client, const std::string& name,
             const KafkaSettings::Properties& properties) {
  rd_kafka_topic_conf_t* conf = rd_kafka_topic_conf_new();
  for (const auto& [key, value] : properties) {
    std::array<char, kReasonBytes> reason{};
    rd_kafka_topic_conf_set(conf, key.c_str(), value.c_str(), reason.data(), reason.size());
  }
  handle_ = rd_kafka_topic_new(client.handle(), name.c_str(), conf);
}

namespace {

struct Leaders {
  int partitions = 0;
  bool all = false;
  bool answered = false;
  std::string reason;
  rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;  // the topic's
};

Leaders ask_leaders(const Client& client, const Topic& topic, int patience_ms) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto error = rd_kafka_metadata(client.handle(), 0, topic.handle(), &metadata, patience_ms);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return {.reason = rd_kafka_err2str(error)};
  Leaders leaders;
  leaders.answered = true;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& found = metadata->topics[i];
    leaders.error = found.err;
    if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) leaders.reason = rd_kafka_err2str(found.err);
    leaders.partitions = found.partition_cnt;
    leaders.all = found.partition_cnt > 0;
    for (int p = 0; p < found.partition_cnt; ++p) {
      if (found.partitions[p].leader >= 0) continue;
      leaders.all = false;
      leaders.reason = "partition " + std::to_string(found.partitions[p].id) + " has no leader";
    }
  }
  rd_kafka_metadata_destroy(metadata);
  return leaders;
}

}  // namespace

void fail_missing(const std::string& topic) {
  throw LogFailure(LogFailure::Kind::kMissing,
                   "topic " + topic +
                       ": the cluster has none of this name; make it with "
                       "`nemo-ledger kafka init`, or check --topic-prefix");
}

int await_leaders(const Client& client, const std::string& name, int patience_ms) {
  using Steady = std::chrono::steady_clock;
  const Topic topic(client, name);
  const auto until = Steady::now() + std::chrono::milliseconds(patience_ms);
  Leaders told;  // the last that a broker said
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
    const Leaders leaders =
        ask_leaders(client, topic, static_cast<int>(std::max<std::int64_t>(left, 1)));
    if (leaders.all) return leaders.partitions;
    if (leaders.answered) told = leaders;
    if (left <= 0 && told.error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) fail_missing(name);
    if (left <= 0) throw client.unreachable("topic " + name + ": " + leaders.reason);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool has_topic(const Client& client, const std::string& name, int patience_ms) {
  const Topic topic(client, name);
  return ask_leaders(client, topic, patience_ms).error != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

// A leader that has just moved is asked for again.
Watermarks watermarks(const Client& client, const std::string& topic, PartitionId partition,
                      int patience_ms) {
  using Steady = std::chrono::steady_clock;
  const auto until = Steady::now() + std::chrono::milliseconds(patience_ms);
  for (;;) {
    Watermarks marks;
    const auto error = rd_kafka_query_watermark_offsets(client.handle(), topic.c_str(), partition,
                                                        &marks.first, &marks.end, patience_ms);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return marks;
    if (Steady::now() >= until) {
      throw client.unreachable("the end of " + topic + " partition " + std::to_string(partition) +
                               " cannot be asked: " + rd_kafka_err2str(error));
    }
    await_leaders(client, topic, patience_ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace nemo::kafka
