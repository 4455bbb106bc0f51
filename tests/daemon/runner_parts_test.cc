#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "engine/runner/checkpoint.h"
#include "engine/runner/known_ids.h"
#include "engine/runner/runner.h"
#include "engine/runner/work_threads.h"
#include "engine/runner/writer_thread.h"
#include "engine/state/object_table.h"
#include "tests/daemon/feed.h"
#include "tests/daemon/memory_ports.h"

namespace nemo {
namespace {

std::uint64_t hash(int number) { return hash_of_key("R" + std::to_string(number)); }

TEST(IdFilter, NeverDeniesWhatWasAddedAndSeldomAffirmsWhatWasNot) {
  IdFilter filter;
  for (int number = 0; number < 200'000; ++number) filter.add(hash(number), 100);
  int wrong = 0;
  for (int number = 0; number < 200'000; ++number) {
    ASSERT_TRUE(filter.may_hold(hash(number))) << number;
    wrong += filter.may_hold(hash(number + 1'000'000)) ? 1 : 0;
  }
  EXPECT_LT(wrong, 10'000);
  EXPECT_EQ(filter.size(), 200'000U);
}

TEST(IdFilter, DropsAGenerationWithTheLastOfItsIds) {
  IdFilter filter;
  for (int number = 0; number < 100'000; ++number) filter.add(hash(number), number / 1'000);
  filter.drop_before(50);
  EXPECT_LT(filter.size(), 100'000U);
  for (int number = 50'000; number < 100'000; ++number) {
    ASSERT_TRUE(filter.may_hold(hash(number))) << number;
  }
  filter.drop_before(100);
  EXPECT_EQ(filter.size(), 0U);
  filter.add(hash(1), 100);
  EXPECT_TRUE(filter.may_hold(hash(1)));
  filter.drop_before(100);
  EXPECT_TRUE(filter.may_hold(hash(1))) << "its day is not over";
}

TEST(IdFilter, TakesOverAnothersIds) {
  IdFilter one;
  IdFilter other;
  for (int number = 0; number < 30'000; ++number) (number % 2 ? one : other).add(hash(number), 9);
  one.merge(std::move(other));
  EXPECT_EQ(one.size(), 30'000U);
  one.add(hash(30'000), 9);
  for (int number = 0; number <= 30'000; ++number) ASSERT_TRUE(one.may_hold(hash(number)));
}

void store_id(MemoryStateStore& store, const std::string& key, std::string value) {
  StateChanges changes;
  changes.put(3, key, value);
  store.write(changes);
}

TEST(KnownIds, OfAnEmptyStoreAreThoseThatWereAdded) {
  MemoryStateStore store;
  KnownIds ids({store, 3, true});
  EXPECT_FALSE(ids.may_be_stored("Racme1"));
  ids.add("Racme1", TimeMs{86'400'000});
  EXPECT_TRUE(ids.may_be_stored("Racme1"));
  ids.add("Jacme2", std::nullopt);
  ids.drop_before(1'000);
  EXPECT_TRUE(ids.may_be_stored("Jacme2")) << "what is never forgotten is never dropped";
}

TEST(KnownIds, AreReadFromAStoreThatHoldsSome) {
  MemoryStateStore store;
  for (int number = 0; number < 1'000; ++number) {
    store_id(store, "R" + std::to_string(number), std::string("\0\0\0\x09value", 9));
    store_id(store, "J" + std::to_string(number), std::string("\0\0\0\0value", 9));
  }
  KnownIds ids({store, 3, false});
  ids.add("Rnew", std::nullopt);
  bool denied = false;
  for (int look = 0; look < 100'000 && !denied; ++look) {
    ASSERT_TRUE(ids.may_be_stored("Rnew"));
    ASSERT_TRUE(ids.may_be_stored("R" + std::to_string(look % 1'000)));
    ASSERT_TRUE(ids.may_be_stored("J" + std::to_string(look % 1'000)));
    denied = !ids.may_be_stored("Rnot-there");
    std::this_thread::sleep_for(std::chrono::microseconds(denied ? 0 : 50));
  }
  EXPECT_TRUE(denied) << "the store was read through";
}

// Counts the walks over ids of calls.
class WatchedStore : public MemoryStateStore {
 public:
  std::atomic<int> walks{0};
  std::atomic<int> visited{0};

  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit) override {
    const bool of_calls = is_of_call(from);
    if (of_calls) ++walks;
    MemoryStateStore::scan(partition, from, until, [&](std::string_view key, auto value) {
      if (of_calls) ++visited;
      return visit(key, value);
    });
  }
};

TEST(KnownIds, AreGivenUpWhenTheyAreTooMany) {
  constexpr std::size_t kMost = 100;
  WatchedStore store;
  for (int number = 0; number < 1'000; ++number) {
    store_id(store, "R" + std::to_string(number), std::string("\0\0\0\x09value", 9));
  }
  {
    KnownIds ids({store, 3, false}, kMost);
    while (store.visited <= static_cast<int>(kMost)) std::this_thread::yield();
    for (int look = 0; look < 1'000; ++look) ASSERT_TRUE(ids.may_be_stored("Rnot-there"));
  }
  EXPECT_EQ(store.visited, static_cast<int>(kMost) + 1);
  KnownIds added({store, 4, true}, kMost);
  for (std::size_t number = 0; number <= kMost; ++number) {
    EXPECT_EQ(added.may_be_stored("Rnot-there"), false) << number;
    added.add("J" + std::to_string(number), std::nullopt);
  }
  EXPECT_TRUE(added.may_be_stored("Rnot-there"));
}

TEST(WorkThreads, GiveEveryPieceToItsOwnThreadAndThrowWhatOneThrew) {
  for (const unsigned count : {0U, 1U, 2U, 5U, 20U}) {
    WorkThreads threads(count);
    std::array<std::atomic<std::thread::id>, 16> owners{};
    for (int round = 0; round < 200; ++round) {
      std::atomic<int> done{0};
      threads.run(16, [&](std::size_t piece) {
        const std::thread::id self = std::this_thread::get_id();
        EXPECT_TRUE(round == 0 || owners[piece].load() == self);
        owners[piece] = self;
        ++done;
      });
      ASSERT_EQ(done, 16);
    }
    const auto fail_at = [](std::size_t bad) {
      return [bad](std::size_t piece) {
        if (piece == bad) throw std::runtime_error("piece " + std::to_string(piece));
      };
    };
    for (std::size_t bad = 0; bad < 16; ++bad) {
      EXPECT_THROW(threads.run(16, fail_at(bad)), std::runtime_error);
    }
    EXPECT_NO_THROW(threads.run(16, fail_at(99))) << "a failure is told once";
  }
}

Checkpoint checkpoint(std::uint64_t number) {
  Checkpoint made;
  made.number = number;
  made.state.put(0, "A" + std::to_string(number), "state");
  made.outcomes.put(0, outcome_key(static_cast<Offset>(number)), "lines");
  return made;
}

TEST(WriterThread, WritesOneAfterAnotherAndTheLinesFirst) {
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  state.table.write_takes = std::chrono::microseconds(300);
  WriterThread writer(state, outcomes);
  for (std::uint64_t number = 1; number <= 50; ++number) writer.submit(checkpoint(number));
  writer.wait();
  EXPECT_EQ(writer.durable(), 50U);
  EXPECT_FALSE(writer.busy());
  for (std::uint64_t number = 1; number <= 50; ++number) {
    EXPECT_TRUE(state.table.get(0, "A" + std::to_string(number)));
    EXPECT_TRUE(outcomes.read({0, static_cast<Offset>(number)}));
  }
  EXPECT_TRUE(writer.blank().state.empty());
}

TEST(WriterThread, WritesWhatWasSubmittedBeforeItIsDestroyed) {
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  state.table.write_takes = std::chrono::microseconds(3'000);
  {
    WriterThread writer(state, outcomes);
    writer.submit(checkpoint(1));
    writer.submit(checkpoint(2));
  }
  EXPECT_TRUE(state.table.get(0, "A2"));
}

TEST(WriterThread, TellsAFailureEverAgainAndWritesNothingMore) {
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  outcomes.table.fails = StoreFailure{StoreFailure::Kind::kNoSpace, "full"};
  WriterThread writer(state, outcomes);
  writer.submit(checkpoint(1));
  EXPECT_THROW(writer.wait(), StoreFailure);
  EXPECT_THROW(writer.submit(checkpoint(2)), StoreFailure);
  EXPECT_THROW(writer.wait(), StoreFailure);
  EXPECT_EQ(writer.durable(), 0U);
  EXPECT_FALSE(state.table.get(0, "A1")) << "no state without its lines";
}

RunnerOptions small_checkpoints() {
  RunnerOptions options;
  options.batch_records = 32;
  options.threads = 2;
  options.checkpoint_records = 100;
  options.memory = {4, 2, 2};
  options.monotonic_ms = [] { return 0; };
  return options;
}

std::vector<std::string> digests_of(Runner& runner) {
  std::vector<std::string> digests;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    digests.push_back(format_digest(runner.digest(partition)));
  }
  return digests;
}

// The store that is full, and after how many writes.
struct Full {
  bool of_outcomes;
  int after;
};

TEST(Runner, OnAFullDiskSaysSoAndLosesNothing) {
  MemoryLog log;
  for (const LedgerInput& input : Feed(5).take(3'000)) log.add(input);
  Runner whole({log}, small_checkpoints());
  whole.catch_up();
  const std::vector<std::string> expected = digests_of(whole);
  for (const Full full :
       {Full{true, 0}, Full{false, 0}, Full{true, 5}, Full{false, 5}, Full{false, 12}}) {
    MemoryStateStore state;
    MemoryOutcomeStore outcomes;
    MemoryTable& table = full.of_outcomes ? outcomes.table : state.table;
    table.fails = StoreFailure{StoreFailure::Kind::kNoSpace, "the disk is full"};
    table.writes_before_failure = full.after;
    try {
      Runner runner({log, &state, &outcomes}, small_checkpoints());
      runner.catch_up();
      FAIL() << "nothing was thrown";
    } catch (const StoreFailure& failure) {
      EXPECT_EQ(failure.kind, StoreFailure::Kind::kNoSpace);
    }
    table.fails.reset();
    Runner runner({log, &state, &outcomes}, small_checkpoints());
    runner.catch_up();
    EXPECT_EQ(digests_of(runner), expected);
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      for (Offset offset = 0; offset < log.end_offset(partition); ++offset) {
        ASSERT_TRUE(outcomes.read({partition, offset})) << partition << "/" << offset;
      }
    }
  }
}

TEST(Runner, RefusesALogThatDecidesOtherwiseThanItsStoredLines) {
  MemoryLog log;
  for (const LedgerInput& input : Feed(5).take(2'000)) log.add(input);
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  {
    Runner runner({log, &state, &outcomes}, small_checkpoints());
    runner.catch_up();
    runner.checkpoint();
  }
  StateChanges changes;
  changes.put(0, outcome_key(1), "other");
  outcomes.write(changes);
  MemoryStateStore removed;
  Runner runner({log, &removed, &outcomes}, small_checkpoints());
  try {
    runner.catch_up();
    FAIL() << "nothing was thrown";
  } catch (const StoreFailure& failure) {
    EXPECT_EQ(failure.kind, StoreFailure::Kind::kDamaged);
    EXPECT_NE(failure.message.find("0/1"), std::string::npos) << failure.message;
  }
}

TEST(Runner, ReadsNoIdsOfCallsWhereNothingIsWritten) {
  MemoryLog log;
  for (const LedgerInput& input : Feed(5).take(1'000)) log.add(input);
  WatchedStore state;
  MemoryOutcomeStore outcomes;
  RunnerOptions options = small_checkpoints();
  {
    Runner runner({log, &state, &outcomes}, options);
    runner.catch_up();
    runner.checkpoint();
  }
  EXPECT_EQ(state.walks, 0) << "the store was empty";
  options.read_only = true;
  { Runner reader({log, &state, &outcomes}, options); }
  EXPECT_EQ(state.walks, 0);
  options.read_only = false;
  {
    Runner writer({log, &state, &outcomes}, options);
    while (state.walks == 0) std::this_thread::yield();
  }
}

struct Break {
  const char* name;
  std::function<void(PartitionState&)> how;
};

TEST(Runner, WritesNoCheckpointThatBreaksAnInvariant) {
  const Break breaks[] = {
      {"acme: a balance is the sum of its lots",
       [](PartitionState& state) { ++state.orgs.find("Aacme")->record.balance.value; }},
      {"acme: spent, held and counts are never below zero",
       [](PartitionState& state) { state.orgs.find("Aacme")->record.held.value = -1; }},
      {"the accounts of a partition sum to zero",
       [](PartitionState& state) { state.globals.accounts[0] += 1; }},
  };
  for (const Break& broken : breaks) {
    MemoryLog log;
    Feed feed(5);
    for (const LedgerInput& input : feed.take(500)) log.add(input);
    MemoryStateStore state;
    MemoryOutcomeStore outcomes;
    RunnerOptions options = small_checkpoints();
    options.checkpoint_records = 1'000'000;
    Runner runner({log, &state, &outcomes}, options);
    runner.catch_up();
    runner.checkpoint();
    std::vector<std::optional<std::string>> stored;
    for (PartitionId i = 0; i < kPartitionCount; ++i) stored.push_back(state.table.get(i, "Z"));
    for (const LedgerInput& input : feed.take(500)) log.add(input);
    runner.catch_up();
    const PartitionId place = partition_of(OrgId("acme"));
    PartitionState& wrong = runner.partition(place).state();
    wrong.orgs.touch(*wrong.orgs.find("Aacme"));
    broken.how(wrong);
    const std::string before = format_position({place, wrong.globals.next_offset});
    for (int time = 0; time < 2; ++time) {
      try {
        runner.checkpoint();
        ADD_FAILURE() << broken.name << ": nothing was thrown";
      } catch (const StoreFailure& failure) {
        EXPECT_EQ(failure.kind, StoreFailure::Kind::kBroken);
        EXPECT_NE(failure.message.find(broken.name), std::string::npos) << failure.message;
        EXPECT_NE(failure.message.find(before), std::string::npos) << failure.message;
      }
    }
    for (PartitionId i = 0; i < kPartitionCount; ++i) {
      EXPECT_EQ(state.table.get(i, "Z"), stored[i]) << broken.name;
    }
  }
}

TEST(Runner, RefusesALogThatIsShorterThanItsState) {
  MemoryLog log;
  MemoryLog shorter;
  const auto inputs = Feed(5).take(1'000);
  for (const LedgerInput& input : inputs) log.add(input);
  for (std::size_t i = 0; i < 900; ++i) shorter.add(inputs[i]);
  MemoryStateStore state;
  MemoryOutcomeStore outcomes;
  {
    Runner runner({log, &state, &outcomes}, small_checkpoints());
    runner.catch_up();
    runner.checkpoint();
  }
  Runner runner({shorter, &state, &outcomes}, small_checkpoints());
  EXPECT_THROW(runner.catch_up(), LogFailure);
}

}  // namespace
}  // namespace nemo
