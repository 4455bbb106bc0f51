#include "adapters/stripe_events/currency.h"

#include <map>
#include <sstream>

#include "tests/prices/real_data.h"

namespace nemo {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

// Where Stripe writes other decimals than ISO 4217 has.
const std::map<std::string, int> kOtherThanIso = {{"isk", 2}, {"ugx", 2}, {"mga", 0}};
// ISO 4217's with three and more decimals, or none, that Stripe has no word for.
const std::map<std::string, int> kNotStripes = {
    {"iqd", 2}, {"lyd", 2}, {"clf", 2}, {"uyi", 2}, {"uyw", 2}};

TEST(StripeCurrency, DecimalsAreIso4217sButWhereStripeDiffers) {
  NEMO_REAL_DATA(text, "currency/iso4217_active.csv");
  for (const std::string& line : lines_of(*text)) {
    const std::string code = lower(line.substr(0, 3));
    const std::string digits = line.substr(line.rfind(',') + 1);
    if (digits.find_first_not_of("0123456789") != std::string::npos || digits.empty()) continue;
    int decimals = std::stoi(digits);
    if (kOtherThanIso.contains(code)) decimals = kOtherThanIso.at(code);
    if (kNotStripes.contains(code)) decimals = kNotStripes.at(code);
    EXPECT_EQ(stripe_currency(code).decimals, decimals) << code;
  }
}

TEST(StripeCurrency, WhatStripeWritesWithoutDecimals) {
  NEMO_REAL_DATA(text, "currency/stripe_zero_decimal.txt");
  const std::vector<std::string> codes = lines_of(*text);
  EXPECT_EQ(codes.size(), 16u);
  for (const std::string& code : codes) {
    // An amount of UGX has two decimals today, which are always 00.
    EXPECT_EQ(stripe_currency(lower(code)).decimals, code == "UGX" ? 2 : 0) << code;
  }
}

struct Row {
  std::string spelled;
  std::string currency;
  StripeFault fault;
  std::int64_t nano;
};

TEST(StripeCurrency, AmountsAreReadAsTheyAreSpelled) {
  using F = StripeFault;
  const std::vector<Row> rows = {
      {"0", "usd", F::kNone, 0},
      {"1", "usd", F::kNone, 10'000'000},
      {"-1", "usd", F::kNone, -10'000'000},
      {"10400", "usd", F::kNone, 104'000'000'000},
      {"922337203685", "usd", F::kNone, 9'223'372'036'850'000'000},
      {"922337203686", "usd", F::kAmountTooLarge, 0},
      {"-922337203685", "usd", F::kNone, -9'223'372'036'850'000'000},
      {"99999999999999999999999", "usd", F::kAmountTooLarge, 0},
      {"1.0", "usd", F::kWrongAmount, 0},
      {"1e2", "usd", F::kWrongAmount, 0},
      {"1E0", "usd", F::kWrongAmount, 0},
      {"", "usd", F::kWrongAmount, 0},
      {"-", "usd", F::kWrongAmount, 0},
      {"100", "USD", F::kWrongCurrency, 0},
      {"100", "", F::kWrongCurrency, 0},
      {"100", "eur", F::kWrongCurrency, 0},
      {"100", "jpy", F::kWrongCurrency, 0},
      {"1010", "kwd", F::kWrongCurrency, 0},
      {"1015", "kwd", F::kWrongExponent, 0},
      {"500", "isk", F::kWrongCurrency, 0},
      {"550", "isk", F::kWrongExponent, 0},
      {"501", "ugx", F::kWrongExponent, 0},
  };
  for (const Row& row : rows) {
    Nano nano;
    EXPECT_EQ(parse_stripe_amount(row.spelled, row.currency, nano), row.fault)
        << row.spelled << ' ' << row.currency;
    EXPECT_EQ(nano.value, row.nano) << row.spelled << ' ' << row.currency;
  }
}

}  // namespace
}  // namespace nemo
