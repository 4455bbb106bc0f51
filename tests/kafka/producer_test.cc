#include "adapters/kafka/kafka_producer.h"

#include <atomic>
#include <map>
#include <mutex>

#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_log.h"
#include "tests/kafka/nodes.h"

namespace nemo {
namespace {

using ProducerTest = WithBrokers;
using Fate = KafkaProducer::Fate;

// What became of each number.
class Fates {
 public:
  void add(const KafkaProducer::Report& report) {
    const std::lock_guard lock(mutex_);
    ++reports_[report.number];
    fates_[report.number] = report.fate;
  }
  std::map<std::uint64_t, Fate> all() {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, count] : reports_) EXPECT_EQ(count, 1) << number;
    return fates_;
  }

 private:
  std::mutex mutex_;
  std::map<std::uint64_t, int> reports_;
  std::map<std::uint64_t, Fate> fates_;
};

TEST_F(ProducerTest, ANewOneGoesOnWhereTheClusterGaveUpOnIt) {
  const KafkaSettings settings = fresh_settings("fatal");
  make_topics(settings, {});
  Fates fates;
  constexpr std::uint64_t kRecords = 3'000;
  {
    KafkaProducer producer(settings, {.report = [&](const auto& report) { fates.add(report); }});
    for (std::uint64_t number = 1; number <= kRecords; ++number) {
      if (number % 1'000 == 500) producer.give_up();
      const NewRecord record = live_record(0, std::to_string(number));
      ASSERT_TRUE(comes_true([&] { return producer.send(record, number); })) << number;
    }
  }
  SystemClock clock;
  KafkaLog log(settings, clock);
  std::map<std::string, int> found;
  for (const LogRecord& record : read_of(log, {0, 0}, 2 * kRecords)) ++found[record.envelope];
  const auto told = fates.all();
  EXPECT_EQ(told.size(), kRecords) << "each is reported";
  for (const auto& [number, fate] : told) {
    const int copies = found[std::to_string(number)];
    EXPECT_LE(copies, 1) << number;
    if (fate != Fate::kUnknown) {
      EXPECT_EQ(copies, fate == Fate::kAppended ? 1 : 0) << number;
    }
  }
  EXPECT_EQ(told.at(kRecords), Fate::kAppended) << "it went on";
}

TEST_F(ProducerTest, WhoHearsOfAFailureMaySendAtOnce) {
  const KafkaSettings settings = fresh_settings("again");
  make_topics(settings, {});
  std::atomic<int> failed = 0;
  std::atomic<int> refused = 0;
  std::atomic<bool> appended = false;
  KafkaProducer* again = nullptr;
  KafkaProducer producer(settings, {.report = [&](const KafkaProducer::Report& report) {
                           if (report.fate == Fate::kAppended) appended = report.number == 7;
                           if (report.fate == Fate::kAppended) return;
                           ++failed;
                           if (!again->send(live_record(0, "again"), 8)) ++refused;
                         }});
  again = &producer;
  while (failed == 0) {
    for (int i = 0; i < 100; ++i) producer.send(live_record(0, "x"), 1);
    producer.give_up();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(refused, failed) << "nothing is sent between two producers";
  EXPECT_TRUE(comes_true([&] {
    producer.send(live_record(0, "y"), 7);
    return appended.load();
  }));
}

}  // namespace
}  // namespace nemo
