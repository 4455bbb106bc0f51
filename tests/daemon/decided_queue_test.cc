#include "adapters/daemon/decided_queue.h"

#include <gtest/gtest.h>

namespace nemo {
namespace {

std::vector<Offset> offsets(const std::vector<DecidedQueue::Entry>& entries) {
  std::vector<Offset> found;
  for (const auto& entry : entries) found.push_back(entry.offset);
  return found;
}

TEST(DecidedQueue, GivesWhatComesNextAndForgetsWhatLiesBefore) {
  DecidedQueue queue;
  queue.begin_at(5);
  EXPECT_EQ(queue.end(), 5);
  for (Offset offset = 5; offset < 12; ++offset) queue.put({offset, "record", "lines"});
  EXPECT_EQ(queue.end(), 12);
  EXPECT_TRUE(queue.take_from(4, 9).empty()) << "it is not here";
  EXPECT_EQ(offsets(queue.take_from(6, 2)), (std::vector<Offset>{6, 7}));
  queue.drop_before(9);
  EXPECT_EQ(offsets(queue.take_from(9, 9)), (std::vector<Offset>{9, 10, 11}));
  EXPECT_TRUE(queue.take_from(12, 9).empty());
  EXPECT_EQ(queue.end(), 12);
}

TEST(DecidedQueue, KeepsTheNewestWhenThereIsTooMuch) {
  DecidedQueue queue;
  for (Offset offset = 0; offset < 40; ++offset) queue.put({offset, std::string(1 << 20, 'x'), ""});
  EXPECT_TRUE(queue.take_from(0, 9).empty());
  EXPECT_EQ(offsets(queue.take_from(38, 9)), (std::vector<Offset>{38, 39}));
}

}  // namespace
}  // namespace nemo
