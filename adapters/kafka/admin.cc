#include "adapters/kafka/admin.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace nemo::kafka {
namespace {

constexpr std::chrono::milliseconds kAskAgain{100};

struct DestroyQueue {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
struct DestroyOptions {
  void operator()(rd_kafka_AdminOptions_t* options) const {
    rd_kafka_AdminOptions_destroy(options);
  }
};
struct DestroyEvent {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
struct DestroyNewTopic {
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
};
struct DestroyResource {
  void operator()(rd_kafka_ConfigResource_t* resource) const {
    rd_kafka_ConfigResource_destroy(resource);
  }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, DestroyQueue>;
using Event = std::unique_ptr<rd_kafka_event_t, DestroyEvent>;
using Options = std::unique_ptr<rd_kafka_AdminOptions_t, DestroyOptions>;

Options options_for(const Client& client, rd_kafka_admin_op_t operation, int patience_ms) {
  Options options(rd_kafka_AdminOptions_new(client.handle(), operation));
  std::array<char, 256> reason{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), patience_ms, reason.data(),
                                            reason.size());
  return options;
}

Event answer_on(rd_kafka_queue_t* queue, const Client& client, const std::string& what,
                int patience_ms) {
  Event event(rd_kafka_queue_poll(queue, patience_ms + 1'000));
  if (event && rd_kafka_event_error(event.get()) == RD_KAFKA_RESP_ERR_NO_ERROR) return event;
  throw client.unreachable(what + ": " +
                           (event ? rd_kafka_event_error_string(event.get()) : "no answer"));
}

struct Metadata {
  Metadata(const Client& client, int patience_ms) {
    const auto error = rd_kafka_metadata(client.handle(), 1, nullptr, &metadata, patience_ms);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    throw client.unreachable(rd_kafka_err2str(error));
  }
  ~Metadata() { rd_kafka_metadata_destroy(metadata); }
  Metadata(const Metadata&) = delete;
  Metadata& operator=(const Metadata&) = delete;

  const rd_kafka_metadata_t* metadata = nullptr;
};

}  // namespace

Admin::Admin(const KafkaSettings& settings)
    : settings_(settings), client_(settings, {.type = RD_KAFKA_PRODUCER}) {}

int Admin::brokers() { return Metadata(client_, settings_.patience_ms).metadata->broker_cnt; }

std::optional<Admin::Shape> Admin::shape(const std::string& name) {
  const Metadata all(client_, settings_.patience_ms);
  for (int i = 0; i < all.metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = all.metadata->topics[i];
    if (name != topic.topic) continue;
    Shape shape{topic.partition_cnt, INT32_MAX};
    for (int p = 0; p < topic.partition_cnt; ++p) {
      shape.replicas = std::min(shape.replicas, topic.partitions[p].replica_cnt);
    }
    return shape;
  }
  return std::nullopt;
}

void Admin::create(const std::string& name, Shape shape, const TopicConfig& config) {
  std::array<char, 256> reason{};
  const std::unique_ptr<rd_kafka_NewTopic_t, DestroyNewTopic> topic(rd_kafka_NewTopic_new(
      name.c_str(), shape.partitions, shape.replicas, reason.data(), reason.size()));
  if (!topic) throw LogFailure(LogFailure::Kind::kSettings, "topic " + name + ": " + reason.data());
  for (const auto& [key, value] : config) {
    rd_kafka_NewTopic_set_config(topic.get(), key.c_str(), value.c_str());
  }
  const Options options =
      options_for(client_, RD_KAFKA_ADMIN_OP_CREATETOPICS, settings_.patience_ms);
  const Queue queue(rd_kafka_queue_new(client_.handle()));
  rd_kafka_NewTopic_t* topics[] = {topic.get()};
  rd_kafka_CreateTopics(client_.handle(), topics, 1, options.get(), queue.get());
  const Event event =
      answer_on(queue.get(), client_, "topic " + name + " was not made", settings_.patience_ms);
  std::size_t count = 0;
  const auto* results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto error = rd_kafka_topic_result_error(results[i]);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      continue;
    }
    const char* said = rd_kafka_topic_result_error_string(results[i]);
    throw LogFailure(LogFailure::Kind::kSettings,
                     "topic " + name + ": the cluster does not make it: " +
                         (said != nullptr ? said : rd_kafka_err2str(error)) +
                         "; check --replication and the client's rights");
  }
}

void Admin::await(const std::string& name) { await_leaders(client_, name, settings_.patience_ms); }

// A broker that has not heard of a new topic yet may be the one that answers.
TopicConfig Admin::config(const std::string& name) {
  const auto last =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(settings_.patience_ms);
  for (;;) {
    TopicConfig config;
    const rd_kafka_resp_err_t error = ask_config(name, config);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return config;
    const bool may_come = error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (!may_come || std::chrono::steady_clock::now() >= last) {
      throw client_.unreachable("the settings of topic " + name +
                                " cannot be asked: " + rd_kafka_err2str(error));
    }
    std::this_thread::sleep_for(kAskAgain);
  }
}

rd_kafka_resp_err_t Admin::ask_config(const std::string& name, TopicConfig& config) {
  const std::unique_ptr<rd_kafka_ConfigResource_t, DestroyResource> resource(
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  const Options options =
      options_for(client_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, settings_.patience_ms);
  const Queue queue(rd_kafka_queue_new(client_.handle()));
  rd_kafka_ConfigResource_t* resources[] = {resource.get()};
  rd_kafka_DescribeConfigs(client_.handle(), resources, 1, options.get(), queue.get());
  const Event event =
      answer_on(queue.get(), client_, "the settings of topic " + name + " cannot be asked",
                settings_.patience_ms);
  std::size_t count = 0;
  const auto* found = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t error = rd_kafka_ConfigResource_error(found[i]);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return error;
    std::size_t entries = 0;
    const auto* all = rd_kafka_ConfigResource_configs(found[i], &entries);
    for (std::size_t e = 0; e < entries; ++e) {
      const char* value = rd_kafka_ConfigEntry_value(all[e]);
      config[rd_kafka_ConfigEntry_name(all[e])] = value != nullptr ? value : "";
    }
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace nemo::kafka
