#include <atomic>

#include "events/log/partitioner.h"
#include "tests/engine/records.h"
#include "tests/kafka/nodes.h"

namespace nemo {
namespace {

using KafkaCallsTest = WithBrokers;
using Steady = std::chrono::steady_clock;

// acme, with credits and a key.
void set_up(Ledger& ledger) {
  std::vector<LedgerInput> inputs = {live("acme", 1, organization()), live("acme", 2, key("k")),
                                     live("acme", 3, credits("c", 1'000'000))};
  ledger.apply(inputs, [](std::size_t, std::span<const Outcome> lines) {
    EXPECT_EQ(lines.back().name.code, OutcomeCode::kAccepted);
  });
}

TEST_F(KafkaCallsTest, AHoldThatNobodyEndsEndsByTheClock) {
  const KafkaSettings settings = fresh_settings("ticks");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  const auto ledger = opened(settings, place.path() / "data");
  set_up(*ledger);
  const auto lines = ledger->call(
      live("acme", 4, with(request("r", 100), [](auto& asked) { asked.ttl_ms = 1'000; })));
  ASSERT_EQ(lines.back().name.code, OutcomeCode::kGranted);
  EXPECT_EQ(ledger->organization(OrgId("acme"))->held.value, 100);
  EXPECT_TRUE(comes_true([&] { return ledger->organization(OrgId("acme"))->held.value == 0; }))
      << "nobody appended anything";
  EXPECT_TRUE(comes_true([&] { return published(*ledger); }));
  EXPECT_EQ(texts(ledger->digests()), rebuilt(ledger->log()));
}

TEST_F(KafkaCallsTest, AStandbyAnswersAtOnceWhereItIsAskedInstead) {
  const KafkaSettings settings = fresh_settings("standby");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  auto first = opened(settings, place.path() / "first");
  const auto standby = opened(settings, place.path() / "standby");
  set_up(*first);
  const auto answer = first->call(live("acme", 4, request("r", 100)));
  first.reset();
  const auto start = Steady::now();
  const auto repeated = standby->call(live("acme", 4, request("r", 100)));
  EXPECT_EQ(repeated.back().name.code, OutcomeCode::kExists) << "it knows what the first granted";
  const auto settled = standby->call(live("acme", 5, settle("r", 40)));
  EXPECT_EQ(settled.back().name.code, OutcomeCode::kSettled);
  EXPECT_LT(Steady::now() - start, std::chrono::seconds(2));
  EXPECT_TRUE(comes_true([&] { return published(*standby); })) << "its outcomes go on, too";
}

// Each is answered, told of a failure, or refused: one of the three, once.
struct Told {
  std::atomic<int> done = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> refused = 0;

  bool submit(Ledger& ledger, LedgerInput input) {
    try {
      ledger.submit(
          std::move(input), [this](std::span<const Outcome>) { ++done; },
          [this](const Failure&) { ++failed; });
      return true;
    } catch (const Failure& failure) {
      EXPECT_FALSE(failure.message.empty());
      ++refused;
      return false;
    }
  }
  int all() const { return done + failed + refused; }
};

TEST_F(KafkaCallsTest, WhoAsksWhileItClosesIsAnsweredOnce) {
  const KafkaSettings settings = fresh_settings("closing");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  auto ledger = opened(settings, place.path() / "data");
  set_up(*ledger);
  Told told;
  std::atomic<int> asked = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 100'000; ++i) {
        ++asked;
        const std::string id = std::to_string(thread) + "-" + std::to_string(i);
        if (told.submit(*ledger, live("acme", i, usage(id, 1)))) continue;
        if (ledger->failure()) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ledger->close();
  threads.clear();
  EXPECT_EQ(told.all(), asked);
  EXPECT_GT(told.done, 0);
  EXPECT_GE(told.refused, 4);
  ledger.reset();
  const auto again = opened(settings, place.path() / "data");
  EXPECT_EQ(texts(again->digests()), rebuilt(again->log()));
}

TEST_F(KafkaCallsTest, ABroadcastThatFindsAPartitionFullIsRefusedOrAnsweredOnce) {
  const KafkaSettings settings = fresh_settings("crowded");
  make_topics(settings, {});
  const ShortLivedDirectory place(memory_place());
  auto ledger = opened(settings, place.path() / "data");
  std::string org = "org-0";
  for (int i = 1; partition_of(OrgId(org)) != 9; ++i) org = "org-" + std::to_string(i);
  Told crowd;
  Told plans;
  std::atomic<int> asked = 0;
  std::atomic<bool> over = false;
  std::jthread crowding([&] {
    while (!over) {
      ++asked;
      crowd.submit(*ledger, live(org, asked, usage("u", 1)));
    }
  });
  int number = 1;
  while (number <= 200 || (plans.refused == 0 && number <= 5'000)) {
    plans.submit(*ledger, live_plan(number++));
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  over = true;
  crowding.join();
  EXPECT_TRUE(comes_true([&] { return ledger->standing().calls_waiting == 0; }));
  EXPECT_EQ(plans.all(), number - 1);
  EXPECT_EQ(crowd.all(), asked);
  EXPECT_GT(plans.done, 0);
  ledger.reset();
  const auto again = opened(settings, place.path() / "data");
  EXPECT_EQ(texts(again->digests()), rebuilt(again->log()));
}

}  // namespace
}  // namespace nemo
