#include "adapters/kafka/kafka_settings.h"

#include <gtest/gtest.h>

#include <fstream>

#include "adapters/kafka/topic_rules.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

TEST(KafkaUrl, NamesHostsAndPorts) {
  const std::pair<const char*, std::optional<std::string>> rows[] = {
      {"kafka://127.0.0.1:9092", "127.0.0.1:9092"},
      {"kafka://a:1,b:2,c.example:65535/", "a:1,b:2,c.example:65535"},
      {"kafka://[::1]:9092", "[::1]:9092"},
      {"kafka://", std::nullopt},
      {"kafka://host", std::nullopt},
      {"kafka://host:", std::nullopt},
      {"kafka://:9092", std::nullopt},
      {"kafka://host:0", std::nullopt},
      {"kafka://host:65536", std::nullopt},
      {"kafka://host:9x", std::nullopt},
      {"kafka://a:1,", std::nullopt},
      {"kafka://a:1/topic", std::nullopt},
      {"http://a:1", std::nullopt},
  };
  for (const auto& [url, brokers] : rows) EXPECT_EQ(brokers_of_url(url), brokers) << url;
}

TEST(KafkaClientProperties, AreReadAndTheLedgersOwnAreRefused) {
  const ShortLivedDirectory directory;
  const std::string file = directory.path() / "client.properties";
  std::ofstream(file) << "# how to come in\n\nsecurity.protocol = SASL_SSL\nsasl.password=a=b\n";
  const KafkaSettings::Properties expected{{"security.protocol", "SASL_SSL"},
                                           {"sasl.password", "a=b"}};
  EXPECT_EQ(read_client_properties(file), expected);
  for (const char* wrong : {"acks=1\n", "nonsense\n", "=x\n", "transactional.id=me\n"}) {
    std::ofstream(file, std::ios::trunc) << "a=b\n" << wrong;
    const LogFailure failure = failure_of([&] { read_client_properties(file); });
    EXPECT_EQ(failure.kind(), LogFailure::Kind::kSettings) << wrong;
    EXPECT_NE(failure.message().find(":2: "), std::string::npos) << failure.message();
  }
  EXPECT_EQ(failure_of([] { read_client_properties("/nowhere"); }).kind(),
            LogFailure::Kind::kSettings);
}

TEST(KafkaTopicRules, NameTheFirstSettingThatCouldLoseRecords) {
  const kafka::TopicConfig right{
      {"cleanup.policy", "delete"},     {"retention.ms", "-1"},
      {"retention.bytes", "-1"},        {"unclean.leader.election.enable", "false"},
      {"max.message.bytes", "2000000"}, {"message.timestamp.type", "LogAppendTime"}};
  EXPECT_EQ(kafka::broken_rule(kafka::events_rules(), right), nullptr);
  const std::pair<const char*, const char*> rows[] = {{"cleanup.policy", "compact"},
                                                      {"cleanup.policy", "compact,delete"},
                                                      {"retention.ms", "604800000"},
                                                      {"retention.bytes", "1000000"},
                                                      {"unclean.leader.election.enable", "true"},
                                                      {"max.message.bytes", "1000"},
                                                      {"max.message.bytes", "many"},
                                                      {"message.timestamp.type", "CreateTime"}};
  for (const auto& [name, value] : rows) {
    kafka::TopicConfig wrong = right;
    wrong[name] = value;
    const kafka::TopicRule* broken = kafka::broken_rule(kafka::events_rules(), wrong);
    ASSERT_NE(broken, nullptr) << name;
    EXPECT_EQ(broken->name, name);
    wrong.erase(name);
    EXPECT_EQ(kafka::broken_rule(kafka::events_rules(), wrong)->name, name) << "not known";
  }
}

}  // namespace
}  // namespace nemo
