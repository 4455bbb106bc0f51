// The exact price of a call: which rate, which sum, which rounding.
#include "engine/pricing/price_table.h"

#include <gtest/gtest.h>

#include <limits>

namespace nemo {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kNano = 1'000'000'000;  // 1e-18 units in one nano-unit

Rate rate(TokenClass token_class, std::int64_t price_e18, std::int64_t above = 0,
          ServiceTier tier = ServiceTier::kUnset) {
  Rate made;
  made.token_class = token_class;
  made.service_tier = tier;
  if (above != 0) made.above_input_tokens = above;
  made.price_e18 = price_e18;
  return made;
}

PriceTable table_of(std::vector<Rate> rates) {
  return PriceTable({ModelPrices{ModelName("m"), std::move(rates)}});
}

Usage usage_of(TokenClass token_class, std::int64_t count) {
  Usage usage;
  Usage::counts(usage, [&](Field, int number, std::optional<std::int64_t>& value) {
    if (number == static_cast<int>(token_class)) value = count;
  });
  return usage;
}

struct Rounding {
  std::int64_t price_e18;
  std::int64_t tokens;
  std::int64_t nano;
};

TEST(PriceTable, ACostIsRoundedOnceHalfToEven) {
  const Rounding rows[] = {
      {0, 1'000, 0},
      {1, 0, 0},
      {kNano / 2, 1, 0},      // 0.5 -> 0
      {kNano / 2, 3, 2},      // 1.5 -> 2
      {kNano / 2, 5, 2},      // 2.5 -> 2
      {kNano / 2, 7, 4},      // 3.5 -> 4
      {kNano / 2 - 1, 1, 0},  // just below a tie
      {kNano / 2 + 1, 1, 1},  // just above one
      {kNano + kNano / 2 - 1, 1, 1},
      {kNano + kNano / 2 + 1, 1, 2},
      {1, 499'999'999, 0},  // one 1e-18 unit a token
      {1, 500'000'000, 0},
      {1, 500'000'001, 1},
      {1, 1'500'000'000, 2},
      {130'000'000, 1, 0},     // 1.3e-10 USD, the smallest price of the tables
      {130'000'000, 100, 13},  // is exact
      {3'000'000'000'000, 26'447, 79'341'000},
  };
  for (const Rounding& row : rows) {
    const PricedCall priced = price_call(table_of({rate(TokenClass::kInput, row.price_e18)}), "m",
                                         usage_of(TokenClass::kInput, row.tokens));
    EXPECT_EQ(priced.result, PriceResult::kPriced);
    EXPECT_EQ(priced.cost.value, row.nano) << row.price_e18 << " x " << row.tokens;
  }
}

TEST(PriceTable, TheSumIsRoundedNotItsParts) {
  // 0.3 + 0.3 + 0.4 nano-units are 1; each alone would be 0.
  Usage usage;
  usage.input_tokens = 1;
  usage.cache_read_tokens = 1;
  usage.output_tokens = 1;
  const PriceTable table =
      table_of({rate(TokenClass::kInput, 300'000'000), rate(TokenClass::kCacheRead, 300'000'000),
                rate(TokenClass::kOutput, 400'000'000)});
  EXPECT_EQ(price_call(table, "m", usage).cost.value, 1);
  const CallParts parts = price_parts(table, "m", usage);
  EXPECT_EQ(parts.result, PriceResult::kPriced);
  EXPECT_TRUE(parts.cost_e21[static_cast<std::size_t>(TokenClass::kOutput)] == 400'000'000'000);
}

TEST(PriceTable, SecondsArePricedByTheSecondAndCountedInThousandths) {
  const PriceTable table = table_of({rate(TokenClass::kSeconds, 100'000'000'000'000)});
  const auto cost = [&table](std::int64_t milli) {
    return price_call(table, "m", usage_of(TokenClass::kSeconds, milli)).cost.value;
  };
  EXPECT_EQ(cost(1'000), 100'000);
  EXPECT_EQ(cost(1), 100);
  EXPECT_EQ(cost(90'500), 9'050'000);
  const PriceTable fine = table_of({rate(TokenClass::kSeconds, 500 * kNano)});
  EXPECT_EQ(price_call(fine, "m", usage_of(TokenClass::kSeconds, 1)).cost.value, 0);  // 0.5
  EXPECT_EQ(price_call(fine, "m", usage_of(TokenClass::kSeconds, 3)).cost.value, 2);  // 1.5
}

struct Threshold {
  std::int64_t input;
  std::int64_t nano_a_token;
};

TEST(PriceTable, AThresholdCountsAboveItAndForAllTokens) {
  const PriceTable table =
      table_of({rate(TokenClass::kInput, kNano), rate(TokenClass::kInput, 5 * kNano, 272'000),
                rate(TokenClass::kInput, 2 * kNano, 200'000)});
  const Threshold rows[] = {{1, 1},       {199'999, 1}, {200'000, 1},
                            {200'001, 2}, {272'000, 2}, {272'001, 5}};
  for (const Threshold& row : rows) {
    EXPECT_EQ(price_call(table, "m", usage_of(TokenClass::kInput, row.input)).cost.value,
              row.input * row.nano_a_token)
        << row.input;
  }
}

TEST(PriceTable, EveryClassOfInputCountsTowardsTheThreshold) {
  const PriceTable table =
      table_of({rate(TokenClass::kInput, 0), rate(TokenClass::kCacheRead, 0),
                rate(TokenClass::kCacheWrite5m, 0), rate(TokenClass::kCacheWrite1h, 0),
                rate(TokenClass::kInputAudio, 0), rate(TokenClass::kInputImage, 0),
                rate(TokenClass::kReasoning, 0), rate(TokenClass::kOutputAudio, 0),
                rate(TokenClass::kOutputImage, 0), rate(TokenClass::kQueries, 0),
                rate(TokenClass::kOutput, kNano), rate(TokenClass::kOutput, 2 * kNano, 10)});
  struct Row {
    TokenClass token_class;
    std::int64_t nano;
  };
  const Row rows[] = {{TokenClass::kInput, 2},        {TokenClass::kCacheRead, 2},
                      {TokenClass::kCacheWrite5m, 2}, {TokenClass::kCacheWrite1h, 2},
                      {TokenClass::kInputAudio, 2},   {TokenClass::kInputImage, 2},
                      {TokenClass::kReasoning, 1},    {TokenClass::kOutputAudio, 1},
                      {TokenClass::kOutputImage, 1},  {TokenClass::kQueries, 1}};
  for (const Row& row : rows) {
    Usage usage = usage_of(row.token_class, 11);
    usage.output_tokens = 1;
    EXPECT_EQ(price_call(table, "m", usage).cost.value, row.nano) << enum_name(row.token_class);
  }
  Usage spread;
  spread.input_tokens = 5;
  spread.cache_read_tokens = 6;
  spread.output_tokens = 1;
  EXPECT_EQ(price_call(table, "m", spread).cost.value, 2);
}

struct TierRow {
  ServiceTier tier;
  std::int64_t input;
  std::int64_t nano_a_token;
};

TEST(PriceTable, ATierWithoutARateThatIsReachedFallsBackToStandard) {
  const PriceTable table =
      table_of({rate(TokenClass::kInput, 10 * kNano), rate(TokenClass::kInput, 20 * kNano, 100),
                rate(TokenClass::kInput, 5 * kNano, 0, ServiceTier::kBatch),
                rate(TokenClass::kInput, 30 * kNano, 100, ServiceTier::kPriority)});
  const TierRow rows[] = {
      {ServiceTier::kUnset, 100, 10},    {ServiceTier::kStandard, 101, 20},
      {ServiceTier::kBatch, 100, 5},     {ServiceTier::kBatch, 101, 5},
      {ServiceTier::kPriority, 100, 10}, {ServiceTier::kPriority, 101, 30},
      {ServiceTier::kFlex, 100, 10},     {ServiceTier::kFlex, 101, 20},
  };
  for (const TierRow& row : rows) {
    Usage usage = usage_of(TokenClass::kInput, row.input);
    usage.service_tier = row.tier;
    EXPECT_EQ(price_call(table, "m", usage).cost.value, row.input * row.nano_a_token)
        << enum_name(row.tier) << ' ' << row.input;
  }
}

TEST(PriceTable, WhatHasNoRateHasNoPrice) {
  const PriceTable table = table_of({rate(TokenClass::kInput, kNano),
                                     rate(TokenClass::kOutput, kNano, 0, ServiceTier::kBatch),
                                     rate(TokenClass::kCacheRead, kNano, 100)});
  EXPECT_EQ(price_call(table, "other", {}).result, PriceResult::kNoPrice);
  EXPECT_EQ(price_call(PriceTable(), "m", {}).result, PriceResult::kNoPrice);
  EXPECT_EQ(price_call(table, "m", {}).result, PriceResult::kPriced);
  for (int number = 2; number < static_cast<int>(kTokenClassCount); ++number) {
    const auto token_class = static_cast<TokenClass>(number);
    EXPECT_EQ(price_call(table, "m", usage_of(token_class, 1)).result, PriceResult::kNoPrice)
        << enum_name(token_class);
    EXPECT_EQ(price_call(table, "m", usage_of(token_class, 0)).result, PriceResult::kPriced);
    EXPECT_EQ(price_parts(table, "m", usage_of(token_class, 1)).result, PriceResult::kNoPrice);
  }
  Usage batch = usage_of(TokenClass::kOutput, 7);
  batch.service_tier = ServiceTier::kBatch;
  EXPECT_EQ(price_call(table, "m", batch).cost.value, 7);
}

TEST(PriceTable, ModelsAreFoundByTheirWholeName) {
  const PriceTable table({{ModelName("gpt-5"), {rate(TokenClass::kInput, 2 * kNano)}},
                          {ModelName("a"), {rate(TokenClass::kInput, 1 * kNano)}},
                          {ModelName("gpt-5-mini"), {rate(TokenClass::kInput, 3 * kNano)}}});
  const Usage one = usage_of(TokenClass::kInput, 1);
  EXPECT_EQ(price_call(table, "a", one).cost.value, 1);
  EXPECT_EQ(price_call(table, "gpt-5", one).cost.value, 2);
  EXPECT_EQ(price_call(table, "gpt-5-mini", one).cost.value, 3);
  for (const char* unknown : {"", "gpt", "gpt-5-", "gpt-5-minix", "GPT-5", "z"}) {
    EXPECT_EQ(price_call(table, unknown, one).result, PriceResult::kNoPrice) << unknown;
  }
}

TEST(PriceTable, ACostAtTheEdgeOf64BitsFitsAndOneMoreDoesNot) {
  const PriceTable table =
      table_of({rate(TokenClass::kInput, kNano), rate(TokenClass::kOutput, kNano / 2)});
  Usage usage = usage_of(TokenClass::kInput, kMax);
  EXPECT_EQ(price_call(table, "m", usage).cost.value, kMax);
  usage.output_tokens = 1;  // half a nano-unit more: the tie goes to the even number beyond
  EXPECT_EQ(price_call(table, "m", usage).result, PriceResult::kOverflow);
  usage.input_tokens = kMax - 1;
  EXPECT_EQ(price_call(table, "m", usage).cost.value, kMax - 1);  // the tie stays
  usage.output_tokens = 2;
  EXPECT_EQ(price_call(table, "m", usage).cost.value, kMax);
  usage.output_tokens = 3;
  EXPECT_EQ(price_call(table, "m", usage).result, PriceResult::kOverflow);
}

TEST(PriceTable, ProductsAndSumsBeyond128BitsOverflowAndNeverWrap) {
  const PriceTable dear =
      table_of({rate(TokenClass::kInput, kMax), rate(TokenClass::kOutput, kMax),
                rate(TokenClass::kSeconds, kMax), rate(TokenClass::kImages, kMax)});
  EXPECT_EQ(price_call(dear, "m", usage_of(TokenClass::kInput, kMax)).result,
            PriceResult::kOverflow);
  EXPECT_EQ(price_parts(dear, "m", usage_of(TokenClass::kInput, kMax)).result,
            PriceResult::kOverflow);
  EXPECT_EQ(price_call(dear, "m", usage_of(TokenClass::kSeconds, kMax)).result,
            PriceResult::kOverflow);
  EXPECT_EQ(price_call(dear, "m", usage_of(TokenClass::kInput, 1)).cost.value, 9'223'372'037);
  // Each product fits 128 bits, their sum does not.
  const std::int64_t third = kMax / 3'000;
  Usage usage = usage_of(TokenClass::kInput, third * 2);
  usage.output_tokens = third * 2;
  EXPECT_EQ(price_call(dear, "m", usage).result, PriceResult::kOverflow);
  EXPECT_EQ(price_parts(dear, "m", usage).result, PriceResult::kPriced);
  // The whole input is summed beyond 64 bits.
  const PriceTable tiered =
      table_of({rate(TokenClass::kInput, 0), rate(TokenClass::kCacheRead, 0),
                rate(TokenClass::kOutput, kNano), rate(TokenClass::kOutput, 2 * kNano, kMax)});
  Usage huge = usage_of(TokenClass::kInput, kMax);
  huge.output_tokens = 1;
  EXPECT_EQ(price_call(tiered, "m", huge).cost.value, 1);
  huge.cache_read_tokens = 1;
  EXPECT_EQ(price_call(tiered, "m", huge).cost.value, 2);
}

TEST(PriceTable, AMissingRateOutweighsAnOverflowWhateverTheOrder) {
  const PriceTable table = table_of({rate(TokenClass::kCacheRead, kMax)});
  for (const TokenClass unpriced : {TokenClass::kInput, TokenClass::kPages}) {
    Usage usage = usage_of(unpriced, 1);
    usage.cache_read_tokens = kMax;
    EXPECT_EQ(price_call(table, "m", usage).result, PriceResult::kNoPrice);
  }
}

}  // namespace
}  // namespace nemo
