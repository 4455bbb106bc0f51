#include "adapters/kafka/kafka_log.h"

#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_producer.h"
#include "tests/embedded_log/log_suite.h"
#include "tests/embedded_log/situations.h"
#include "tests/kafka/brokers.h"

namespace nemo {
namespace {

class KafkaLogUnderTest : public LogUnderTest {
 public:
  KafkaLogUnderTest() { make_topics(settings_, {}); }

  LogPort& open() override {
    if (!log_) log_ = std::make_unique<KafkaLog>(settings_, clock_);
    return *log_;
  }
  void close() override { log_.reset(); }

 private:
  KafkaSettings settings_ = fresh_settings("suite");
  SystemClock clock_;
  std::unique_ptr<KafkaLog> log_;
};

std::vector<LogMaker> makers() {
  if (test_brokers().empty()) return {};
  return {{"Kafka", [] { return std::make_unique<KafkaLogUnderTest>(); }}};
}

// Without brokers; the tests below say so.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LogSuite);
INSTANTIATE_TEST_SUITE_P(Kafka, LogSuite, testing::ValuesIn(makers()),
                         [](const auto& maker) { return maker.param.name; });

using KafkaLogTest = WithBrokers;
using Kind = LogFailure::Kind;

TEST_F(KafkaLogTest, AnImportKeepsTheTimesOfLiveRecordsUntilTheFirstOfAnotherKind) {
  const KafkaSettings settings = fresh_settings("import");
  make_topics(settings, {});
  SystemClock clock;
  KafkaLog log(settings, clock);
  const auto imported = [](std::int64_t at) {
    return NewRecord{.partition = 3, .envelope = "i", .appended_at = TimeMs{at}};
  };
  log.append({at_record(3, "a", 1'000), imported(2'000), at_record(3, "b", 9'000)});
  log.append({imported(5'000)});
  const auto read = read_of(log, {3, 0}, 10);
  ASSERT_EQ(read.size(), 4U);
  EXPECT_EQ(read[0].at, TimeMs{1'000});
  EXPECT_EQ(read[1].at, std::nullopt);
  EXPECT_EQ(read[1].appended_at, TimeMs{2'000});
  EXPECT_GT(read[2].appended_at, TimeMs{1'700'000'000'000}) << "the broker's time";
  EXPECT_GT(read[3].appended_at, TimeMs{1'700'000'000'000});
  EXPECT_EQ(read_of(log, {3, 3}, 1).at(0).appended_at, read[3].appended_at);
}

TEST_F(KafkaLogTest, ATimeInTheFutureIsRefusedBeforeAnythingIsAppended) {
  const KafkaSettings settings = fresh_settings("future");
  make_topics(settings, {});
  SystemClock clock;
  KafkaLog log(settings, clock);
  const std::int64_t hour_ahead = clock.wall().value + 3'600'000;
  const LogFailure failure = failure_of([&] {
    log.append({at_record(0, "a", 1), at_record(0, "b", hour_ahead)});
  });
  EXPECT_EQ(failure.kind(), Kind::kClock);
  EXPECT_EQ(log.end_offset(0), 0);
}

// Of a stranger, who asks nobody.
TEST_F(KafkaLogTest, ATimeFarAheadOfTheBrokersCountsAsNotGiven) {
  const KafkaSettings settings = fresh_settings("ahead");
  make_topics(settings, {});
  SystemClock clock;
  const TimeMs now = clock.wall();
  const TimeMs little{now.value + 4 * kMsPerMinute};
  const TimeMs much{now.value + 60 * kMsPerMinute};
  {
    KafkaProducer stranger(settings, {.report = [](const auto&) {}});
    stranger.send({.partition = 2, .envelope = "a", .at = little}, 1);
    stranger.send({.partition = 2, .envelope = "b", .at = much}, 2);
    stranger.send({.partition = 2, .envelope = "c", .at = little}, 3);
    stranger.send({.partition = 4, .envelope = "i", .appended_at = much}, 4);
  }
  KafkaLog log(settings, clock);
  const auto read = read_of(log, {2, 0}, 3);
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].at, little);
  EXPECT_EQ(read[1].at, std::nullopt);
  EXPECT_LT(read[1].appended_at, little) << "the broker's";
  EXPECT_EQ(read[2].at, std::nullopt) << "the ledger lives by now";
  EXPECT_LT(read_of(log, {4, 0}, 1).at(0).appended_at, little);
}

TEST_F(KafkaLogTest, ARecordOfMoreThanAMegabyteIsRefusedBeforeAnythingIsAppended) {
  const KafkaSettings settings = fresh_settings("large");
  make_topics(settings, {});
  SystemClock clock;
  KafkaLog log(settings, clock);
  const LogFailure failure = failure_of([&] {
    log.append({live_record(0, "a"), live_record(0, std::string(1'000'001, 'x'))});
  });
  EXPECT_EQ(failure.kind(), Kind::kSettings);
  EXPECT_EQ(log.end_offset(0), 0);
  EXPECT_EQ(log.append({live_record(0, std::string(1'000'000, 'x'))}).size(), 1U);
}

TEST_F(KafkaLogTest, WithoutTopicsOrBrokersItSaysWhatToDo) {
  SystemClock clock;
  const LogFailure missing = failure_of([&] { KafkaLog log(fresh_settings("none"), clock); });
  EXPECT_EQ(missing.kind(), Kind::kMissing);
  EXPECT_NE(missing.message().find("nemo-ledger kafka init"), std::string::npos);
  KafkaSettings nowhere{.brokers = "127.0.0.1:1"};
  nowhere.patience_ms = 300;
  const LogFailure away = failure_of([&] { KafkaLog log(nowhere, clock); });
  EXPECT_EQ(away.kind(), Kind::kUnreachable);
}

}  // namespace
}  // namespace nemo
