// What is forgotten leaves the disk when files are merged, and nothing else does.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "engine/store/checkpoint_db.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using std::chrono::steady_clock;

constexpr std::int64_t kFirstDay = 300;  // days before it are over

// A stored value: the day it is forgotten on (0: never), then something.
std::string value_of(std::int64_t day) {
  std::string value;
  for (int shift = 24; shift >= 0; shift -= 8) value.push_back(static_cast<char>(day >> shift));
  return value + "bytes";
}

std::string id_of(std::string_view name) {
  return "Jacme" + std::string(1, '\0') + "u" + std::string(name);
}

bool holds(RocksStateStore& store, PartitionId partition, const std::string& key) {
  return store.read(partition, {key})[0].has_value();
}

void write(RocksStateStore& store, PartitionId partition, const std::string& key,
           std::int64_t day) {
  StateChanges changes;
  changes.put(partition, key, value_of(day));
  store.write(changes);
}

// Checkpoints come until the files of the first ones were merged: then `key` is gone.
bool leaves(RocksStateStore& store, const std::string& key) {
  const auto end = steady_clock::now() + std::chrono::seconds(60);
  for (int number = 0; holds(store, 3, key); ++number) {
    if (steady_clock::now() > end) return false;
    write(store, 5, id_of("filler" + std::to_string(number)), 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

TEST(Forgetting, TakesIdsWhoseDayIsOverFromTheDiskAndNothingElse) {
  const ShortLivedDirectory place(memory_place());
  RocksStateStore store(place.path() / "state", false);
  store.forget_before(3, kFirstDay);
  write(store, 3, id_of("over"), kFirstDay - 1);
  write(store, 3, id_of("today"), kFirstDay);
  write(store, 3, id_of("never"), 0);
  write(store, 3, "Aacme", kFirstDay - 1);
  write(store, 4, id_of("elsewhere"), kFirstDay - 1);
  ASSERT_TRUE(leaves(store, id_of("over")));
  EXPECT_TRUE(holds(store, 3, id_of("today"))) << "its day is not over";
  EXPECT_TRUE(holds(store, 3, id_of("never")));
  EXPECT_TRUE(holds(store, 3, "Aacme")) << "no organization is forgotten";
  EXPECT_TRUE(holds(store, 4, id_of("elsewhere"))) << "another partition's time is its own";
}

}  // namespace
}  // namespace nemo
