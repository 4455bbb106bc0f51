#include "bench/load/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace nemo::load {
namespace {

TEST(Histogram, OfNothingIsNothing) {
  const Histogram none;
  EXPECT_EQ(0, none.count());
  EXPECT_EQ(0, none.max_ns());
  EXPECT_EQ(0, none.quantile_ns(0.99));
}

// One value is every quantile, and exact, since it is the largest.
TEST(Histogram, KeepsTheLargestExactly) {
  for (const std::int64_t ns :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{127}, std::int64_t{128}, std::int64_t{255},
        std::int64_t{256}, std::int64_t{1'000'003}, std::int64_t{7'777'777'777}, INT64_MAX}) {
    Histogram one;
    one.add(ns);
    for (const double share : {0.001, 0.5, 0.999, 1.0}) EXPECT_EQ(ns, one.quantile_ns(share));
    EXPECT_EQ(ns, one.max_ns());
  }
}

TEST(Histogram, TakesTheValueThatAShareDoesNotExceed) {
  Histogram counted;
  for (std::int64_t ns = 1; ns <= 100; ++ns) counted.add(ns);
  EXPECT_EQ(50, counted.quantile_ns(0.5));
  EXPECT_EQ(90, counted.quantile_ns(0.9));
  EXPECT_EQ(99, counted.quantile_ns(0.99));
  EXPECT_EQ(100, counted.quantile_ns(0.991));
  EXPECT_EQ(1, counted.quantile_ns(0.0001));
}

// Never below what a sort gives, and at most 1/128 above it.
TEST(Histogram, IsAsNearAsItSays) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20; ++round) {
    Histogram counted;
    std::vector<std::int64_t> sorted;
    for (int i = 0; i < 5'000; ++i) {
      const auto ns = static_cast<std::int64_t>(random() >> (1 + random() % 60));
      counted.add(ns);
      sorted.push_back(ns);
    }
    std::sort(sorted.begin(), sorted.end());
    for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      const auto place = static_cast<std::size_t>(std::ceil(share * 5'000)) - 1;
      const std::int64_t exact = sorted[place];
      EXPECT_GE(counted.quantile_ns(share), exact);
      EXPECT_LE(counted.quantile_ns(share) - exact, exact / 128) << share;
    }
  }
}

}  // namespace
}  // namespace nemo::load
