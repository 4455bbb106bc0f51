#include <gtest/gtest.h>

#include "events/values/money.h"
#include "events/values/platform_fee.h"

namespace nemo {
namespace {

TEST(PlatformFee, OfCreditsIsPaidInWholeCents) {
  struct Row {
    std::int64_t credits;  // nano-units
    std::int64_t fee_bps;
    std::int64_t cents;
    std::int64_t bought;  // nano-units
  };
  const Row rows[] = {
      {100'000'000'000, 400, 10'400, 100'000'000'000},
      {100'000'000'000, 0, 10'000, 100'000'000'000},
      {100'010'000'000, 400, 10'401, 100'009'615'385},  // 104.0104 would be exact
      {500'000'000, 400, 52, 500'000'000},
      {10'000'000, 400, 1, 9'615'385},
      {10'000'000, 5'000, 2, 13'333'333},  // 1.5 cents
      {10'000'000, 10'000, 2, 10'000'000},
      {999'999'990'000'000, 1, 100'009'999, 999'999'990'001'000},
      {0, 400, 0, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.credits);
    EXPECT_EQ(static_cast<std::int64_t>(cents_for(row.credits, row.fee_bps)), row.cents);
    EXPECT_EQ(static_cast<std::int64_t>(credits_of(row.cents * kCentNano, row.fee_bps)),
              row.bought);
  }
}

TEST(PlatformFee, ACentMoreOrLessIsNeverNearer) {
  const auto distance = [](Wide a, Wide b) { return a < b ? b - a : a - b; };
  for (const std::int64_t fee_bps : {0, 1, 37, 250, 400, 999, 3'333, 9'999, 10'000}) {
    for (Wide credits = 50 * kCentNano; credits < 900 * kCentNano; credits += kCentNano) {
      const Wide cents = cents_for(credits, fee_bps);
      const Wide off = distance(credits_of(cents * kCentNano, fee_bps), credits);
      EXPECT_LE(off * 2, kCentNano);
      EXPECT_LE(off, distance(credits_of((cents + 1) * kCentNano, fee_bps), credits));
      EXPECT_LE(off, distance(credits_of((cents - 1) * kCentNano, fee_bps), credits));
    }
  }
}

}  // namespace
}  // namespace nemo
