// What changed between two books.
#include "adapters/prices/price_diff.h"

#include <gtest/gtest.h>

namespace nemo {
namespace {

Rate rate(TokenClass token_class, std::int64_t price_e18, std::int64_t above = 0,
          ServiceTier tier = ServiceTier::kUnset) {
  Rate made{token_class, tier, {}, price_e18};
  if (above != 0) made.above_input_tokens = above;
  return made;
}

PriceBookPublished book_of(std::vector<ModelPrices> models) {
  PriceBookPublished book;
  book.models = std::move(models);
  return book;
}

TEST(PriceDiff, ChangesAreListedByModelClassTierAndThreshold) {
  const PriceBookPublished before =
      book_of({{ModelName("b"), {rate(TokenClass::kInput, 10), rate(TokenClass::kOutput, 5)}},
               {ModelName("a"), {rate(TokenClass::kInput, 3)}},
               {ModelName("gone"), {rate(TokenClass::kInput, 3)}}});
  const PriceBookPublished after = book_of(
      {{ModelName("a"), {rate(TokenClass::kInput, 3, 0, ServiceTier::kStandard)}},
       {ModelName("b"),
        {rate(TokenClass::kOutput, 5), rate(TokenClass::kInput, 20, 200'000),
         rate(TokenClass::kInput, 25), rate(TokenClass::kInput, 7, 0, ServiceTier::kBatch)}}});
  using enum TokenClass;
  const std::vector<PriceChange> expected = {
      {"b", kInput, ServiceTier::kStandard, 0, 10, 25, "2.5"},
      {"b", kInput, ServiceTier::kStandard, 200'000, {}, 20, ""},
      {"b", kInput, ServiceTier::kBatch, 0, {}, 7, ""},
      {"gone", kInput, ServiceTier::kStandard, 0, 3, {}, ""},
  };
  EXPECT_EQ(diff_prices(before, after), expected);
  EXPECT_TRUE(diff_prices(after, after).empty());
}

struct Ratio {
  std::int64_t before;
  std::int64_t after;
  const char* text;
};

TEST(PriceDiff, ARatioHasFourDigits) {
  const Ratio rows[] = {
      {1, 100, "100"},
      {3, 1, "0.3333"},
      {3, 2, "0.6667"},
      {2, 1, "0.5"},
      {1'000, 1, "0.001"},
      {150'000'000'000'000, 150'000'000'000, "0.001"},
      {7, 700'123, "100000"},
      {8, 1, "0.125"},
      {1, 123'456'789, "123500000"},
      {9'223'372'036'854'775'807, 1, "0.0000000000000000001084"},
      {1, 9'223'372'036'854'775'807, "9223000000000000000"},
      {0, 5, ""},
      {5, 0, "0"},
  };
  for (const Ratio& row : rows) {
    const auto changes =
        diff_prices(book_of({{ModelName("m"), {rate(TokenClass::kInput, row.before)}}}),
                    book_of({{ModelName("m"), {rate(TokenClass::kInput, row.after)}}}));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].ratio, row.text) << row.before << " -> " << row.after;
  }
}

}  // namespace
}  // namespace nemo
