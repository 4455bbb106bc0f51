#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <vector>

#include "engine/state/hold_queue.h"
#include "engine/state/lot_queue.h"
#include "engine/state/object_table.h"

namespace nemo {
namespace {

using Hold = HoldQueue::Hold;

std::unique_ptr<Hold> hold_due(std::int64_t due, Offset offset) {
  auto hold = std::make_unique<Hold>();
  hold->record.expires_at = TimeMs{due};
  hold->record.first_offset = offset;
  return hold;
}

TEST(HoldQueue, GivesThemInOrderOfTimeThenOffset) {
  HoldQueue queue;
  std::vector<std::unique_ptr<Hold>> holds;
  const std::pair<std::int64_t, Offset> dues[] = {{5000, 1},      {10, 9},   {10, 2},
                                                  {1'000'000, 3}, {1023, 4}, {1024, 5}};
  for (const auto& [due, offset] : dues) {
    holds.push_back(hold_due(due, offset));
    queue.add(*holds.back());
  }
  EXPECT_EQ(queue.first_due(TimeMs{9}), nullptr);
  std::vector<Offset> order;
  while (Hold* hold = queue.first_due(TimeMs{2'000'000})) {
    order.push_back(hold->record.first_offset);
    queue.remove(*hold);
  }
  EXPECT_EQ(order, (std::vector<Offset>{2, 9, 4, 5, 1, 3}));
  EXPECT_EQ(queue.size(), 0U);
}

TEST(HoldQueue, AgreesWithAMapOverRandomOperations) {
  std::mt19937_64 random(7);
  HoldQueue queue;
  std::map<DueKey, std::unique_ptr<Hold>> model;
  std::int64_t now = 0;
  for (Offset offset = 0; offset < 20'000; ++offset) {
    const auto dice = random() % 10;
    if (dice < 5) {
      auto hold = hold_due(now + 1 + static_cast<std::int64_t>(random() % 20'000), offset);
      queue.add(*hold);
      model.emplace(HoldQueue::due_of(*hold), std::move(hold));
    } else if (dice < 8 && !model.empty()) {
      auto place = model.begin();
      std::advance(place,
                   static_cast<std::ptrdiff_t>(random() % std::min<std::size_t>(model.size(), 50)));
      queue.remove(*place->second);
      if (dice < 7) {
        model.erase(place);
      } else {  // extended
        auto node = model.extract(place);
        node.mapped()->record.expires_at.value += static_cast<std::int64_t>(random() % 30'000);
        node.key() = HoldQueue::due_of(*node.mapped());
        queue.add(*node.mapped());
        model.insert(std::move(node));
      }
    } else {
      now += static_cast<std::int64_t>(random() % 1500);
      std::size_t due = 0;
      queue.each_due(TimeMs{now}, [&](const Hold& hold) {
        EXPECT_TRUE(model.contains(HoldQueue::due_of(hold)));
        ++due;
      });
      const auto end = model.upper_bound({{now}, INT64_MAX});
      EXPECT_EQ(due, static_cast<std::size_t>(std::distance(model.begin(), end)));
      while (Hold* hold = queue.first_due(TimeMs{now})) {
        ASSERT_EQ(hold, model.begin()->second.get());
        queue.remove(*hold);
        model.erase(model.begin());
      }
      EXPECT_TRUE(model.empty() || model.begin()->first.due > TimeMs{now});
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

struct Text {
  std::string value;
  void clear() { value.clear(); }
};

TEST(ObjectTable, AgreesWithAMapOverRandomOperations) {
  std::mt19937_64 random(11);
  ObjectTable<Text> table;
  std::map<std::string, std::string> model;
  std::uint64_t checkpoint = 0;
  for (int round = 0; round < 40'000; ++round) {
    const std::string key = "key-" + std::to_string(random() % 3000);
    Object<Text>* found = table.find(key);
    ASSERT_EQ(found != nullptr, model.contains(key)) << key;
    if (found != nullptr) {
      ASSERT_EQ(found->record.value, model[key]);
    } else {
      found = &table.create(key);
      EXPECT_EQ(found->record.value, "") << "fresh, even where memory is used again";
      EXPECT_EQ(found->stored_hash, 0U);
      EXPECT_FALSE(found->dirty);
    }
    found->record.value = std::to_string(round);
    model[key] = found->record.value;
    if (random() % 2 == 0) table.touch(*found);
    if (round % 500 == 499) {
      ++checkpoint;
      for (Object<Text>* object : table.dirty()) object->checkpoint = checkpoint;
      table.clear_dirty();
      table.evict(200, checkpoint, [](const Text& text) { return text.value.back() != '7'; });
      std::map<std::string, std::string> left;
      table.each([&left](const Object<Text>& object) { left[object.key] = object.record.value; });
      for (const auto& [name, value] : model) {
        if (value.back() == '7') {
          EXPECT_TRUE(left.contains(name)) << "may not leave";
        }
      }
      EXPECT_LE(model.size() - left.size(), 200U);
      model = left;
    }
    ASSERT_EQ(table.size(), model.size());
  }
  EXPECT_GT(checkpoint, 10U);
}

// A table with clean objects of these keys, held by checkpoint 3.
ObjectTable<Text> clean_table(std::initializer_list<const char*> keys) {
  ObjectTable<Text> table;
  for (const char* key : keys) {
    Object<Text>& object = table.create(key);
    object.checkpoint = 3;
    table.touch(object);
  }
  table.clear_dirty();
  return table;
}

bool any(const Text&) { return true; }

TEST(ObjectTable, KeepsWhatIsDirtyOrNotYetDurable) {
  ObjectTable<Text> table = clean_table({"dirty", "young", "clean", "old"});
  table.touch(*table.find("dirty"));
  table.find("young")->checkpoint = 4;
  table.evict(10, 3, any);
  EXPECT_EQ(table.size(), 2U);
  EXPECT_NE(table.find("dirty"), nullptr);
  EXPECT_NE(table.find("young"), nullptr);
  EXPECT_EQ(table.dirty().size(), 1U);
}

TEST(ObjectTable, WhatWasJustUsedLeavesAfterWhatWasNot) {
  ObjectTable<Text> table = clean_table({"a", "b", "c"});
  table.evict(1, 3, any);
  ASSERT_EQ(table.size(), 2U);
  std::vector<std::string> left;
  table.each([&left](const Object<Text>& object) { left.push_back(object.key); });
  ASSERT_NE(table.find(left[0]), nullptr);
  table.evict(1, 3, any);
  EXPECT_NE(table.find(left[0]), nullptr);
  EXPECT_EQ(table.find(left[1]), nullptr);
}

struct Changes {
  std::vector<Offset> put;
  std::vector<Offset> gone;
};

Changes take(LotQueue& queue) {
  Changes changes;
  queue.take_changes([&](DueKey due, std::string_view) { changes.put.push_back(due.created); },
                     [&](DueKey due) { changes.gone.push_back(due.created); });
  return changes;
}

TEST(LotQueue, WritesOnlyWhatIsStillThereAndErasesOnlyWhatWasWritten) {
  LotQueue queue;
  queue.add({{10}, 1}, "a");
  queue.add({{20}, 2}, "b");
  queue.remove({{10}, 1});
  Changes first = take(queue);
  EXPECT_EQ(first.put, (std::vector<Offset>{2}));
  EXPECT_TRUE(first.gone.empty()) << "it came and went between two checkpoints";
  EXPECT_TRUE(take(queue).put.empty());
  queue.remove({{20}, 2});
  Changes last = take(queue);
  EXPECT_TRUE(last.put.empty());
  EXPECT_EQ(last.gone, (std::vector<Offset>{2}));
}

TEST(LotQueue, AnEndThatIsInTheStoreAloneIsErasedThereAndNotLoadedAgain) {
  LotQueue queue;
  queue.set_horizon(TimeMs{50});
  queue.remove({{90}, 3});
  queue.load({{90}, 3}, "a");
  queue.load({{95}, 4}, "b");
  ASSERT_EQ(queue.items().size(), 1U);
  EXPECT_EQ(queue.items().begin()->second.org_id, "b");
  EXPECT_EQ(take(queue).gone, (std::vector<Offset>{3}));
}

TEST(LotQueue, LetsEndsBeyondTheHorizonLeaveOnceTheyAreStored) {
  LotQueue queue;
  queue.set_horizon(TimeMs{50});
  queue.add({{10}, 1}, "a");
  queue.add({{50}, 2}, "b");
  queue.add({{90}, 3}, "c");
  queue.leave_beyond_horizon();
  EXPECT_EQ(queue.items().size(), 3U) << "not stored yet";
  take(queue);
  queue.leave_beyond_horizon();
  EXPECT_EQ(queue.items().size(), 1U);
  EXPECT_EQ(queue.items().begin()->first.created, 1);
}

}  // namespace
}  // namespace nemo
