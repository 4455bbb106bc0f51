// What genai-prices' table becomes: units, tiers, dates, hours and names.
#include <gtest/gtest.h>

#include "adapters/prices/model_match.h"
#include "tests/prices/import_cases.h"

namespace nemo {
namespace {

std::string provider_with(std::string_view prices) {
  return R"([{"id": "p", "models": [{"id": "m", "match": {"equals": "m"}, "prices": )" +
         std::string(prices) + "}]}]";
}

TEST(GenaiImport, PricesAMillionBecomePricesAUnit) {
  const PriceImport import =
      import_at(provider_with(R"({"input_mtok": 3, "output_mtok": 15.5, "cache_read_mtok": 0.3,
                                  "cache_write_mtok": 3.75, "web_searches_kcount": 10,
                                  "requests_kcount": 12, "cache_audio_read_mtok": 1})"),
                "2025-11-06T12:00:00Z");
  EXPECT_EQ(import.source, PriceSource::kGenaiPrices);
  EXPECT_EQ(rates_of(import, "p/m"),
            "input_tokens STANDARD 0 0.000003\ncache_read_tokens STANDARD 0 0.0000003\n"
            "cache_write_5m_tokens STANDARD 0 0.00000375\noutput_tokens STANDARD 0 0.0000155\n"
            "queries STANDARD 0 0.01\nreasoning_tokens STANDARD 0 0.0000155\n"
            "cache_write_1h_tokens STANDARD 0 0.00000375\n"
            "input_audio_tokens STANDARD 0 0.000003\ninput_image_tokens STANDARD 0 0.000003\n"
            "output_audio_tokens STANDARD 0 0.0000155\n"
            "output_image_tokens STANDARD 0 0.0000155\n");
  EXPECT_EQ(entries_of(import),
            "p/m|requests_kcount|12|no_class\np/m|cache_audio_read_mtok|1|no_class\n");
}

TEST(GenaiImport, TiersBecomeThresholds) {
  const PriceImport import = import_at(
      provider_with(R"({"input_mtok": {"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]},
                        "input_audio_mtok": 1, "input_image_mtok": 1, "cache_read_mtok": 1,
                        "cache_write_mtok": 1, "output_mtok": {"base": 1}})"),
      "2025-11-06T12:00:00Z");
  EXPECT_EQ(rates_of(import, "p/m"),
            "input_tokens STANDARD 0 0.00000125\ninput_tokens STANDARD 200000 0.0000025\n"
            "cache_read_tokens STANDARD 0 0.000001\ncache_write_5m_tokens STANDARD 0 0.000001\n"
            "input_audio_tokens STANDARD 0 0.000001\ninput_image_tokens STANDARD 0 0.000001\n"
            "cache_write_1h_tokens STANDARD 0 0.000001\n");
  EXPECT_EQ(entries_of(import), "p/m|output_mtok|{\"base\": 1}|not_a_rate\n");
}

struct Moment {
  const char* time;
  const char* price;  // of input, a million
  std::size_t other_dates;
  std::size_t times_of_day;
};

std::string input_price(const PriceImport& import) {
  for (const PriceLine& line : price_lines(import.book)) {
    if (line.usage_class == "input_tokens") return line.usd_per_million;
  }
  return "";
}

void expect_moments(std::string_view prices, const std::vector<Moment>& moments) {
  for (const Moment& row : moments) {
    const PriceImport import = import_at(provider_with(prices), row.time);
    EXPECT_EQ(input_price(import), row.price) << row.time;
    const auto counts = count_reasons(import.quarantined);
    EXPECT_EQ(counts[static_cast<std::size_t>(QuarantineReason::kOtherDate)], row.other_dates);
    EXPECT_EQ(counts[static_cast<std::size_t>(QuarantineReason::kTimeOfDay)], row.times_of_day);
  }
}

TEST(GenaiImport, ThePriceInForceOnTheDateCounts) {
  expect_moments(R"([{"prices": {"input_mtok": 10}},
                     {"constraint": {"start_date": "2025-06-10"}, "prices": {"input_mtok": 2}},
                     {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}}])",
                 {{"2025-06-09T23:59:59.999Z", "10", 2, 0},
                  {"2025-06-10T00:00:00Z", "2", 2, 0},
                  {"2025-11-06T12:00:00Z", "2", 2, 0},
                  {"2026-01-01T00:00:00Z", "1", 2, 0}});
}

TEST(GenaiImport, ThePriceOfTheHourCountsAndTheOthersAreListed) {
  expect_moments(R"([{"prices": {"input_mtok": 0.135}},
                     {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
                      "prices": {"input_mtok": 0.27}}])",
                 {{"2025-11-06T00:29:59.999Z", "0.135", 0, 1},
                  {"2025-11-06T00:30:00Z", "0.27", 0, 1},
                  {"2025-11-06T12:00:00Z", "0.27", 0, 1},
                  {"2025-11-06T16:30:00Z", "0.135", 0, 1}});
}

TEST(GenaiImport, PricesCanBeAsOfAnotherTimeThanTheBookStarts) {
  PriceImportOptions options = options_at("2025-11-06T00:00:00Z");
  options.as_of = parse_rfc3339("2025-11-06T12:00:00Z");
  const PriceImport import = import_prices(provider_with(R"([{"prices": {"input_mtok": 1}},
                        {"constraint": {"start_time": "10:00:00Z", "end_time": "14:00:00Z"},
                         "prices": {"input_mtok": 2}}])"),
                                           options);
  EXPECT_EQ(input_price(import), "2");
  EXPECT_EQ(import.book.effective_from, options.effective_from);
}

TEST(GenaiImport, NamesOfCallsAreMatchedToModels) {
  const ModelMatch match(R"([
    {"id": "openai", "models": [
      {"id": "gpt-5-mini", "match": {"starts_with": "gpt-5-mini"}, "prices": {}},
      {"id": "gpt-5", "match": {"or": [{"equals": "gpt-5"}, {"regex": "^gpt-5-\\d{4}"}]}},
      {"id": "o", "match": {"and": [{"contains": "o3"}, {"ends_with": "-pro"}]}}]},
    {"id": "azure", "fallback_model_providers": ["nobody", "openai"],
     "models": [{"id": "own", "match": {"equals": "GPT-5"}}]}])");
  struct Row {
    const char* provider;
    const char* model;
    const char* found;
  };
  const Row rows[] = {{"openai", "gpt-5-mini-2025", "openai/gpt-5-mini"},
                      {"openai", "GPT-5", "openai/gpt-5"},
                      {"openai", "gpt-5-2025-08-07", "openai/gpt-5"},
                      {"openai", "gpt-5x", ""},
                      {"openai", "the-o3-pro", "openai/o"},
                      {"openai", "o3", ""},
                      {"azure", "gpt-5", "azure/own"},
                      {"azure", "gpt-5-mini", "openai/gpt-5-mini"},
                      {"azure", "x", ""},
                      {"unknown", "gpt-5", ""}};
  for (const Row& row : rows) {
    EXPECT_EQ(match.find(row.provider, row.model).value_or(ModelName()).value, row.found)
        << row.provider << ' ' << row.model;
  }
}

}  // namespace
}  // namespace nemo
