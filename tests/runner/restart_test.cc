#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "engine/core/prefetch.h"
#include "engine/invariants/invariants.h"
#include "engine/runner/checkpoint.h"
#include "tests/engine/busy.h"

namespace nemo {
namespace {

// A store in memory: what a checkpoint wrote, by stored key.
class MemoryStore : public StateStore {
 public:
  std::vector<std::optional<std::string>> read(PartitionId partition,
                                               const std::vector<std::string>& keys) override {
    std::vector<std::optional<std::string>> values;
    for (const std::string& key : keys) {
      const auto found = records_.find(stored(partition, key));
      values.push_back(found == records_.end() ? std::nullopt : std::optional(found->second));
    }
    return values;
  }
  void scan(PartitionId partition, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit) override {
    const auto end = records_.lower_bound(stored(partition, until));
    for (auto at = records_.lower_bound(stored(partition, from)); at != end; ++at) {
      if (!visit(std::string_view(at->first).substr(2), at->second)) return;
    }
  }
  void write(StateChanges& changes) override {
    changes.sort();
    for (const StateChanges::Change& change : changes.changes()) {
      const std::string key(changes.key(change));
      if (change.erased) {
        records_.erase(key);
      } else {
        records_[key] = changes.value(change);
      }
    }
  }
  void forget_before(PartitionId, std::int64_t) override {}

  std::map<std::string, std::string>& records() { return records_; }

 private:
  static std::string stored(PartitionId partition, std::string_view key) {
    std::string text;
    write_stored_key(partition, key, text);
    return text;
  }
  std::map<std::string, std::string> records_;
};

struct Feed {
  std::vector<Record> records;
};

Feed busy_feed(std::uint64_t seed, int count) {
  Situation s;  // for its envelopes alone
  Busy busy(seed);
  Feed feed;
  std::int64_t now = 0;
  const auto add = [&](Payload payload) {
    Record record{{s.state().partition, static_cast<Offset>(feed.records.size())},
                  TimeMs{kStart + now},
                  {},
                  s.envelope(std::move(payload))};
    feed.records.push_back(std::move(record));
  };
  add(organization());
  add(key("k"));
  add(book("v1", 5, 0));
  for (const PlanDefined& plan : busy_plans()) add(plan);
  for (int number = 0; number < count; ++number) {
    now += busy.pause();
    add(busy.next());
  }
  return feed;
}

// Steps a record in a partition that has only what was loaded.
void step_over(MemoryStore& store, PartitionState& state, const Record& record,
               OutcomeLines& lines) {
  load_lot_ends(state, store, latest_log_time(state, {&record, 1}));
  load_objects(state, store,
               missing_objects(state, {&record, 1}, [](std::string_view) { return true; }));
  for (int round = 0; round < kLinkRounds; ++round) {
    load_objects(state, store, missing_links(state, {&record, 1}));
  }
  step(state, record, lines);
}

TEST(Restart, FromAnyCheckpointLeadsToTheSameLinesAndDigest) {
  for (const int every : {1, 7, 100}) {
    const Feed feed = busy_feed(3, 700);
    PartitionState whole(feed.records[0].position.partition);
    MemoryStore store;
    auto restarted = std::make_unique<PartitionState>(whole.partition);
    load_partition(*restarted, store);
    for (std::size_t number = 0; number < feed.records.size(); ++number) {
      OutcomeLines expected;
      step(whole, feed.records[number], expected);
      OutcomeLines lines;
      step_over(store, *restarted, feed.records[number], lines);
      ASSERT_EQ(lines.size(), expected.size()) << number;
      for (std::size_t line = 0; line < lines.size(); ++line) {
        ASSERT_EQ(lines[line], expected[line]) << number;
      }
      if (number % static_cast<std::size_t>(every) != 0) continue;
      StateChanges changes;
      cut_checkpoint(*restarted, number + 1, &changes);
      store.write(changes);
      restarted = std::make_unique<PartitionState>(whole.partition);
      load_partition(*restarted, store);
      cut_checkpoint(whole, number + 1, nullptr);
      ASSERT_EQ(format_digest(state_digest(*restarted)), format_digest(state_digest(whole)))
          << number;
      ASSERT_EQ(broken_invariants(*restarted), std::vector<std::string>()) << number;
    }
  }
}

TEST(Restart, RefusesBytesThatNothingHereWrote) {
  const Feed feed = busy_feed(3, 300);
  MemoryStore store;
  PartitionState state(feed.records[0].position.partition);
  load_partition(state, store);
  for (const Record& record : feed.records) {
    OutcomeLines lines;
    step_over(store, state, record, lines);
  }
  StateChanges changes;
  cut_checkpoint(state, 1, &changes);
  store.write(changes);
  int refused = 0;
  const std::map<std::string, std::string> right = store.records();
  for (const auto& [key, value] : right) {
    store.records() = right;
    store.records()[key].pop_back();
    try {
      PartitionState fresh(state.partition);
      load_partition(fresh, store);
      load_objects(fresh, store, {key.substr(2)});
      EXPECT_TRUE(key[2] == 'D') << "the end of a lot is its organization's name: " << key;
    } catch (const StoreFailure& failure) {
      EXPECT_EQ(failure.kind, StoreFailure::Kind::kDamaged);
      EXPECT_NE(failure.message.find("not readable"), std::string::npos);
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace nemo
