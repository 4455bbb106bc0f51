#include "adapters/api/decimal.h"

#include <gtest/gtest.h>

namespace nemo::api {
namespace {

std::string text_of(Wide nano) {
  std::string text;
  append_decimal(nano, text);
  return text;
}

TEST(Decimal, ExactTextsAreAmountsAndComeBackInTheirShortestForm) {
  const std::tuple<const char*, std::int64_t, const char*> cases[] = {
      {"0", 0, "0"},
      {"-0", 0, "0"},
      {"0.000000001", 1, "0.000000001"},
      {"-0.000000001", -1, "-0.000000001"},
      {"0.001234567", 1'234'567, "0.001234567"},
      {"104", 104'000'000'000, "104"},
      {"104.00", 104'000'000'000, "104"},
      {"2.50", 2'500'000'000, "2.5"},
      {"-2.5", -2'500'000'000, "-2.5"},
      {"9223372036.854775807", INT64_MAX, "9223372036.854775807"},
      {"-9223372036.854775808", INT64_MIN, "-9223372036.854775808"},
  };
  for (const auto& [text, nano, shortest] : cases) {
    const auto parsed = parse_decimal(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->value, nano) << text;
    EXPECT_EQ(text_of(parsed->wide()), "\"" + std::string(shortest) + "\"");
  }
}

TEST(Decimal, OtherTextsAreNone) {
  for (const char* text : {"",
                           "-",
                           ".",
                           ".5",
                           "5.",
                           "+1",
                           "--1",
                           "00",
                           "01",
                           "1e3",
                           "1E-2",
                           "0x10",
                           " 1",
                           "1 ",
                           "1,000",
                           "1.2.3",
                           "0.0000000001",
                           "9223372036.854775808",
                           "-9223372036.854775809",
                           "99999999999",
                           "1.-5",
                           "NaN",
                           "inf",
                           "\xd9\xa1"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
}

TEST(Decimal, SumsThatAreWiderThanAnAmountAreTold) {
  EXPECT_EQ(text_of(Wide{INT64_MAX} * 4), "\"36893488147.419103228\"");
  EXPECT_EQ(text_of(Wide{INT64_MIN} * 4), "\"-36893488147.419103232\"");
}

}  // namespace
}  // namespace nemo::api
