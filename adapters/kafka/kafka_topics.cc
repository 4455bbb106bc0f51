#include "adapters/kafka/kafka_topics.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "adapters/kafka/admin.h"

namespace nemo {
namespace {

using kafka::Admin;
using kafka::TopicRule;

constexpr int kReplicas = 3;
constexpr int kLooks = 20;

[[noreturn]] void fail(const std::string& topic, const std::string& reason,
                       const std::string& fix) {
  throw LogFailure(LogFailure::Kind::kUnsafe, "topic " + topic + ": " + reason + "; " + fix);
}

// A record that one broker alone has goes with that broker.
std::string copies_of(int replicas) { return std::to_string(std::min(replicas, 2)); }

// A broker may hear late of a topic that was made just now.
std::optional<Admin::Shape> shape_of(Admin& admin, const std::string& topic) {
  for (int i = 0; i < kLooks; ++i) {
    if (const auto shape = admin.shape(topic)) return shape;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return std::nullopt;
}

void check_rules(Admin& admin, const std::string& topic, const std::vector<TopicRule>& rules) {
  const auto shape = shape_of(admin, topic);
  if (!shape) kafka::fail_missing(topic);
  if (shape->partitions != kPartitionCount) {
    fail(topic,
         "it has " + std::to_string(shape->partitions) + " partitions, and a ledger has " +
             std::to_string(kPartitionCount) + " for ever: an organization lies in one of them",
         "export the log and import it into topics of another --topic-prefix");
  }
  std::vector<TopicRule> all = rules;
  const std::string copies = copies_of(shape->replicas);
  all.push_back({"min.insync.replicas", copies, true,
                 "an acknowledged record must outlive the loss of a broker"});
  const kafka::TopicConfig config = admin.config(topic);
  const TopicRule* broken = kafka::broken_rule(all, config);
  if (broken == nullptr) return;
  const auto found = config.find(broken->name);
  const std::string is = found == config.end() ? "not known" : found->second;
  const std::string setting = std::string(broken->name) + "=" + std::string(broken->value);
  fail(topic, std::string(broken->name) + " is " + is + ": " + std::string(broken->why),
       "set " + setting + ": kafka-configs --alter --entity-type topics --entity-name " + topic +
           " --add-config " + setting);
}

std::string make(Admin& admin, const std::string& topic, int replicas,
                 const std::vector<TopicRule>& rules) {
  if (admin.shape(topic)) return "topic " + topic + " is there, with the right settings";
  kafka::TopicConfig config;
  for (const TopicRule& rule : rules) config[std::string(rule.name)] = rule.value;
  config["min.insync.replicas"] = copies_of(replicas);
  admin.create(topic, {kPartitionCount, replicas}, config);
  admin.await(topic);
  return "topic " + topic + " is made: " + std::to_string(kPartitionCount) +
         " partitions, replication " + std::to_string(replicas) + ", min.insync.replicas " +
         copies_of(replicas) + ", kept for ever";
}

}  // namespace

std::vector<std::string> make_topics(const KafkaSettings& settings, const TopicChoice& choice) {
  Admin admin(settings);
  const int brokers = admin.brokers();
  const int replicas = choice.replication > 0 ? choice.replication : std::min(kReplicas, brokers);
  std::vector<std::string> said = {
      make(admin, settings.events_topic(), replicas, kafka::events_rules()),
      make(admin, settings.outcomes_topic(), replicas, kafka::outcomes_rules())};
  check_topics(settings);
  return said;
}

void check_topics(const KafkaSettings& settings) {
  Admin admin(settings);
  check_rules(admin, settings.events_topic(), kafka::events_rules());
  check_rules(admin, settings.outcomes_topic(), kafka::outcomes_rules());
}

}  // namespace nemo
