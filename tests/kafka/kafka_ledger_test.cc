#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "adapters/daemon/ledger.h"
#include "adapters/daemon/verify.h"
#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_log.h"
#include "adapters/kafka/outcome_topic.h"
#include "events/catalog/envelope.h"
#include "events/wire/envelope_codec.h"
#include "tests/daemon/feed.h"
#include "tests/kafka/nodes.h"

namespace nemo {
namespace {

using KafkaLedgerTest = WithBrokers;

TEST_F(KafkaLedgerTest, DecidesAsTheEmbeddedOneDoesAndSoDoesAReplica) {
  const KafkaSettings settings = fresh_settings("alike");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  const auto embedded = Ledger::open({.data = place.path() / "embedded"});
  const auto one = opened(settings, place.path() / "one");
  const auto replica = opened(settings, place.path() / "replica");
  // Its leaps would lead into the future, which Kafka does not take.
  std::vector<LedgerInput> records = Feed(7).take(1'500);
  const auto in_past = [](const LedgerInput& input) {
    return input.at < TimeMs{1'780'000'000'000};
  };
  records.erase(std::find_if_not(records.begin(), records.end(), in_past), records.end());
  ASSERT_GT(records.size(), 300U);
  try {
    EXPECT_EQ(apply_all(*one, records, 200), apply_all(*embedded, records, 200));
  } catch (const Failure& failure) {
    FAIL() << failure.message;
  }
  const auto expected = texts(embedded->digests());
  EXPECT_EQ(texts(one->digests()), expected);
  EXPECT_TRUE(comes_true([&] { return texts(replica->digests()) == expected; }));
  EXPECT_EQ(rebuilt(one->log()), expected);
  const NodeStanding counted = embedded->standing();
  for (Ledger* ledger : {one.get(), replica.get()}) {
    EXPECT_TRUE(comes_true([&] { return ledger->standing().outcomes == counted.outcomes; }));
    for (const NodeStanding::Partition& partition : ledger->standing().partitions) {
      EXPECT_EQ(partition.alerts, counted.partitions[partition.partition].alerts);
    }
  }
  one->close();
  replica->close();
  const VerifyReport report = verify(
      {.data = place.path() / "one", .kafka = options_of(settings, {}).kafka, .progress = {}});
  EXPECT_TRUE(report.passed) << report.first_break;
  const auto again = opened(settings, place.path() / "one");
  EXPECT_EQ(texts(again->digests()), expected);
}

TEST_F(KafkaLedgerTest, AnswersManyCallersEachItsOwn) {
  const KafkaSettings settings = fresh_settings("callers");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  const auto ledger = opened(settings, place.path() / "data");
  std::vector<std::jthread> threads;
  std::atomic<int> right = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 50; ++i) {
        const std::string org = "org-" + std::to_string(thread) + "-" + std::to_string(i);
        OrganizationCreated created;
        created.name = Label(org);
        created.currency = Label("USD");
        Envelope envelope;
        envelope.event_id.emplace();
        envelope.org_id = OrgId(org);
        envelope.payload = std::move(created);
        const auto lines = ledger->call({std::move(envelope), std::nullopt});
        if (lines.size() == 1 && lines[0].org_id.value == org) ++right;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(right, 400);
  EXPECT_EQ(ledger->standing().calls_waiting, 0U);
}

TEST_F(KafkaLedgerTest, PublishesEachLineOnceAndAnotherGoesOnWhenItIsGone) {
  const KafkaSettings settings = fresh_settings("publish");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  auto one = opened(settings, place.path() / "one");
  const auto other = opened(settings, place.path() / "other");
  std::vector<LedgerInput> first = {live_plan(1)};
  one->apply(first, [](std::size_t, auto) {});
  EXPECT_TRUE(comes_true([&] { return published(*one) && published(*other); }));
  one.reset();
  std::vector<LedgerInput> second = {live_plan(2), live_plan(2)};
  other->apply(second, [](std::size_t, auto) {});
  EXPECT_TRUE(comes_true([&] { return published(*other); }));
  std::vector<PartitionId> all;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition)
    all.push_back(partition);
  for (const PublishedMark& mark : read_outcome_tails(settings, all)) EXPECT_EQ(mark.offset, 2);
}

TEST_F(KafkaLedgerTest, AppendsWhatIsForAllWhereItIsMissing) {
  const KafkaSettings settings = fresh_settings("missing");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  SystemClock clock;
  KafkaLog log(settings, clock);
  std::string bytes;
  encode_envelope(live_plan(1).envelope, bytes);
  log.append({live_record(3, bytes), live_record(9, bytes)});
  const auto ledger = opened(settings, place.path() / "data");
  EXPECT_NE(ledger->repaired().find("appended to 14 more"), std::string::npos)
      << ledger->repaired();
  EXPECT_TRUE(comes_true([&] {
    return ledger->outcomes_at({0, 0}).size() == 1 && ledger->outcomes_at({15, 0}).size() == 1;
  }));
  EXPECT_EQ(ledger->outcomes_at({0, 0}).at(0).name.code, OutcomeCode::kAccepted);
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    EXPECT_EQ(log.end_offset(partition), 1) << partition;
  }
}

TEST_F(KafkaLedgerTest, GoesOnAfterARestartWithNothingToCatchUp) {
  const KafkaSettings settings = fresh_settings("restart");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  for (std::uint8_t number = 1; number <= 3; ++number) {
    const auto ledger = opened(settings, place.path() / "data");
    const auto lines = ledger->call(live_plan(number));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].position, (LogPosition{0, number - 1}));
  }
}

TEST_F(KafkaLedgerTest, RefusesALogThatLostItsEndOrIsAnother) {
  const KafkaSettings settings = fresh_settings("lost");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  const std::filesystem::path data = place.path() / "data";
  {
    const auto ledger = opened(settings, data);
    std::vector<LedgerInput> inputs = {live_plan(1), live_plan(2)};
    ledger->apply(inputs, [](std::size_t, auto) {});
    EXPECT_TRUE(comes_true([&] { return published(*ledger); }));
    EXPECT_THROW(Ledger::open(options_of(settings, data)), Failure) << "another process has it";
  }
  const KafkaSettings other = fresh_settings("lost");
  make_topics(other, {});
  try {
    Ledger::open(options_of(other, data));
    ADD_FAILURE() << "it was opened with another log";
  } catch (const Failure& failure) {
    EXPECT_NE(failure.message.find("belongs to the log"), std::string::npos) << failure.message;
  }
}

TEST_F(KafkaLedgerTest, RefusesWhatItsPartitionsDoNotServe) {
  const KafkaSettings settings = fresh_settings("some");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  LedgerOptions options = options_of(settings, place.path() / "data");
  options.kafka->partitions = {1, 2};
  const auto ledger = Ledger::open(options);
  try {
    ledger->call(live_plan(1));
    ADD_FAILURE() << "it was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_status, 4);
    EXPECT_NE(failure.message.find("is not served by this node"), std::string::npos);
  }
}

}  // namespace
}  // namespace nemo
