#include "events/values/histogram.h"

#include <gtest/gtest.h>

namespace nemo {
namespace {

TEST(Histogram, ABucketHoldsWhatIsUpToItsBound) {
  const std::pair<std::uint64_t, std::size_t> rows[] = {
      {0, 0}, {1, 0}, {2, 1}, {3, 2}, {4, 2}, {5, 3}, {8, 3}, {9, 4}, {1 << 25, 25}};
  for (const auto& [number, bucket] : rows) {
    Histogram histogram;
    histogram.add(number);
    for (std::size_t i = 0; i < Histogram::kBuckets; ++i) {
      EXPECT_EQ(histogram.buckets[i], i == bucket ? 1U : 0U) << number << " in " << i;
    }
  }
}

TEST(Histogram, WhatIsBeyondAllBoundsCounts) {
  Histogram histogram;
  histogram.add((1 << 25) + 1);
  histogram.add(7);
  EXPECT_EQ(histogram.count, 2U);
  EXPECT_EQ(histogram.sum, (1U << 25) + 8U);
  for (std::size_t i = 0; i < Histogram::kBuckets; ++i) {
    EXPECT_EQ(histogram.buckets[i], i == 3 ? 1U : 0U) << i;
  }
}

}  // namespace
}  // namespace nemo
