#include "adapters/daemon/calls.h"

#include <gtest/gtest.h>

#include "adapters/daemon/call_header.h"

namespace nemo {
namespace {

Calls::Waiting until(std::int64_t deadline_ms) {
  Calls::Waiting waiting;
  waiting.deadline_ms = deadline_ms;
  return waiting;
}

std::uint64_t added(Calls& calls, PartitionId partition, std::int64_t deadline_ms) {
  Calls::Waiting waiting = until(deadline_ms);
  return *calls.add(partition, waiting);
}

TEST(Calls, AreTakenOnceAndANumberNeverMeansALaterCall) {
  Calls calls;
  const std::uint64_t first = added(calls, 3, 100);
  EXPECT_EQ(calls.waiting(), 1U);
  EXPECT_EQ(calls.take(first)->deadline_ms, 100);
  EXPECT_FALSE(calls.take(first));
  const std::uint64_t second = added(calls, 3, 200);
  EXPECT_NE(second, first);
  EXPECT_FALSE(calls.take(first));
  EXPECT_TRUE(calls.take(second));
  EXPECT_EQ(calls.waiting(), 0U);
  EXPECT_FALSE(calls.take(0)) << "the number of no call";
}

TEST(Calls, OfAPartitionThatIsFullStallNoOther) {
  Calls calls;
  std::uint64_t one = 0;
  for (std::size_t i = 0; i < Calls::kPerPartition; ++i) one = added(calls, 3, 100);
  Calls::Waiting waiting = until(7);
  EXPECT_FALSE(calls.add(3, waiting));
  EXPECT_EQ(waiting.deadline_ms, 7) << "it is not taken over";
  EXPECT_TRUE(calls.add(4, waiting));
  calls.take(one);
  waiting = until(8);
  EXPECT_TRUE(calls.add(3, waiting));
}

TEST(Calls, ThatAreLateLeaveInTheirOrder) {
  Calls calls;
  added(calls, 1, 100);
  const std::uint64_t answered = added(calls, 2, 150);
  added(calls, 1, 200);
  calls.take(answered);
  EXPECT_TRUE(calls.take_late(99).empty());
  ASSERT_EQ(calls.take_late(100).size(), 1U);
  ASSERT_EQ(calls.take_all().size(), 1U);
  EXPECT_EQ(calls.waiting(), 0U);
}

TEST(CallHeader, IsKnownToItsOwnProcessAlone) {
  const CallHeader mine;
  const CallHeader other;
  EXPECT_EQ(mine.number_of(mine.of(0x0123456789abcdef)), 0x0123456789abcdefU);
  EXPECT_FALSE(mine.number_of(other.of(1)));
  EXPECT_FALSE(mine.number_of(""));
  EXPECT_FALSE(mine.number_of(mine.of(1).substr(1)));
}

}  // namespace
}  // namespace nemo
