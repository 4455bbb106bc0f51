#include "adapters/kafka/kafka_topics.h"

#include "adapters/kafka/admin.h"
#include "adapters/kafka/topic_rules.h"
#include "tests/embedded_log/situations.h"
#include "tests/kafka/brokers.h"

namespace nemo {
namespace {

using TopicsTest = WithBrokers;
using Kind = LogFailure::Kind;

TEST_F(TopicsTest, AreMadeOnceAndFoundRightAfterwards) {
  const KafkaSettings settings = fresh_settings("made");
  EXPECT_NE(make_topics(settings, {}).at(0).find("is made"), std::string::npos);
  EXPECT_NE(make_topics(settings, {}).at(0).find("is there"), std::string::npos);
  check_topics(settings);
}

TEST_F(TopicsTest, ThatCouldLoseRecordsAreRefusedByNameWithTheFix) {
  kafka::TopicConfig right;
  for (const auto& rule : kafka::events_rules()) right[std::string(rule.name)] = rule.value;
  const std::pair<const char*, const char*> rows[] = {{"cleanup.policy", "compact"},
                                                      {"retention.ms", "1000"},
                                                      {"retention.bytes", "1000"},
                                                      {"unclean.leader.election.enable", "true"},
                                                      {"message.timestamp.type", "CreateTime"}};
  for (const auto& [name, value] : rows) {
    const KafkaSettings settings = fresh_settings("wrong");
    kafka::TopicConfig wrong = right;
    wrong[name] = value;
    kafka::Admin(settings).create(settings.events_topic(), {kPartitionCount, 1}, wrong);
    const LogFailure failure = failure_of([&] { make_topics(settings, {}); });
    EXPECT_EQ(failure.kind(), Kind::kUnsafe);
    const std::string fix = std::string("set ") + name + "=";
    EXPECT_NE(failure.message().find(fix), std::string::npos) << failure.message();
  }
}

TEST_F(TopicsTest, OfAnotherNumberOfPartitionsAreRefused) {
  const KafkaSettings settings = fresh_settings("twelve");
  kafka::Admin(settings).create(settings.events_topic(), {12, 1}, {});
  const LogFailure failure = failure_of([&] { make_topics(settings, {}); });
  EXPECT_EQ(failure.kind(), Kind::kUnsafe);
  EXPECT_NE(failure.message().find("it has 12 partitions"), std::string::npos);
}

TEST_F(TopicsTest, AreNotMadeWithMoreCopiesThanThereAreBrokers) {
  const KafkaSettings settings = fresh_settings("copies");
  const LogFailure failure = failure_of([&] { make_topics(settings, {.replication = 99}); });
  EXPECT_EQ(failure.kind(), Kind::kSettings);
  EXPECT_NE(failure.message().find("--replication"), std::string::npos);
}

}  // namespace
}  // namespace nemo
