// Prices go from text to integers exactly, or are refused.
#include "adapters/prices/decimal.h"

#include <gtest/gtest.h>

#include "adapters/prices/price_text.h"

namespace nemo {
namespace {

struct Row {
  const char* text;
  std::int64_t per;
  ScaleResult result;
  std::int64_t value;
};

TEST(Decimal, TextBecomesExactUnitsOrSaysWhyNot) {
  const Row rows[] = {
      {"0", 1, ScaleResult::kExact, 0},
      {"0.0", 1, ScaleResult::kExact, 0},
      {"0e99999999999999999999", 1, ScaleResult::kExact, 0},
      {"1.3e-10", 1, ScaleResult::kExact, 130'000'000},
      {"2.5e-06", 1, ScaleResult::kExact, 2'500'000'000'000},
      {"2.5E-6", 1, ScaleResult::kExact, 2'500'000'000'000},
      {"0.000003", 1, ScaleResult::kExact, 3'000'000'000'000},
      {"3e-6", 1, ScaleResult::kExact, 3'000'000'000'000},
      {"00030e-7", 1, ScaleResult::kExact, 3'000'000'000'000},
      {"1e-18", 1, ScaleResult::kExact, 1},
      {"1e-19", 1, ScaleResult::kTooFine, 0},
      {"1.0000000000000000001", 1, ScaleResult::kTooFine, 0},
      {"0.10000000000000000000000", 1, ScaleResult::kExact, 100'000'000'000'000'000},
      {"9.223372036854775807", 1, ScaleResult::kExact, 9'223'372'036'854'775'807},
      {"9.223372036854775808", 1, ScaleResult::kTooBig, 0},
      {"1e400", 1, ScaleResult::kTooBig, 0},
      {"1e-99999999999999999999", 1, ScaleResult::kTooFine, 0},
      {"3.75", 1'000'000, ScaleResult::kExact, 3'750'000'000'000},
      {"0.000001", 1'000'000, ScaleResult::kExact, 1'000'000},
      {"1e-12", 1'000'000, ScaleResult::kExact, 1},
      {"1.5e-12", 1'000'000, ScaleResult::kTooFine, 0},
      {"9000000", 1'000'000, ScaleResult::kExact, 9'000'000'000'000'000'000},
      {"10000000", 1'000'000, ScaleResult::kTooBig, 0},
      {"0.36", 3'600, ScaleResult::kExact, 100'000'000'000'000},
      {"0.1", 3'600, ScaleResult::kTooFine, 0},
  };
  for (const Row& row : rows) {
    const std::optional<Decimal> number = parse_decimal(row.text);
    ASSERT_TRUE(number) << row.text;
    const Scaled scaled = scale_to_e18(*number, row.per);
    EXPECT_EQ(scaled.result, row.result) << row.text;
    EXPECT_EQ(scaled.value, row.value) << row.text;
  }
}

TEST(Decimal, WhatIsNoNumberIsRefused) {
  for (const char* text : {"", "-", ".5", "5.", "1e", "1e+", "+1", "1,5", " 1", "1 ", "0x10", "NaN",
                           "inf", "1.2.3", "--1", "1e5.5", "\"1\""}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, TheSameNumberWrittenOtherwiseIsEqual) {
  EXPECT_EQ(parse_decimal("0.010"), parse_decimal("1e-2"));
  EXPECT_EQ(parse_decimal("1000"), parse_decimal("1.0E3"));
  EXPECT_NE(parse_decimal("-1"), parse_decimal("1"));
  EXPECT_EQ(parse_decimal("-0.0"), parse_decimal("0"));
}

TEST(Decimal, SignificantDigitsAreCountedWithoutZerosAtTheEnds) {
  EXPECT_EQ(parse_decimal("7.0000007000000004e-06")->digits.size(), 17U);
  EXPECT_EQ(parse_decimal("0.00070")->digits.size(), 1U);
}

TEST(Decimal, CountsAreWhole) {
  EXPECT_EQ(whole_number(*parse_decimal("256000.0")), 256'000);
  EXPECT_EQ(whole_number(*parse_decimal("2e5")), 200'000);
  EXPECT_EQ(whole_number(*parse_decimal("0")), 0);
  EXPECT_FALSE(whole_number(*parse_decimal("0.5")));
  EXPECT_FALSE(whole_number(*parse_decimal("-1")));
  EXPECT_FALSE(whole_number(*parse_decimal("1e12")));
}

TEST(Decimal, IntegersPrintAsExactDecimals) {
  EXPECT_EQ(format_price(2'500'000'000'000), "0.0000025");
  EXPECT_EQ(format_price(130'000'000), "0.00000000013");
  EXPECT_EQ(format_price(0), "0");
  EXPECT_EQ(format_price(1), "0.000000000000000001");
  EXPECT_EQ(format_price(9'223'372'036'854'775'807), "9.223372036854775807");
  EXPECT_EQ(format_price(1'000'000'000'000'000'000), "1");
  EXPECT_EQ(format_price_per_million(2'500'000'000'000), "2.5");
  EXPECT_EQ(format_price_per_million(130'000'000), "0.00013");
  EXPECT_EQ(format_price_per_million(9'223'372'036'854'775'807), "9223372.036854775807");
  EXPECT_EQ(format_decimal(-1'050, 2), "-10.5");
  EXPECT_EQ(format_decimal(7, 0), "7");
  EXPECT_EQ(format_decimal(100, 0), "100");
}

}  // namespace
}  // namespace nemo
