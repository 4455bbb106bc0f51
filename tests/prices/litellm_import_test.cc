// What each key of LiteLLM's table becomes, and what is left out.
#include <gtest/gtest.h>

#include "tests/prices/import_cases.h"

namespace nemo {
namespace {

constexpr std::string_view kNow = "2026-04-03T00:00:00Z";

struct Case {
  const char* what;
  const char* members;
  const char* rates;
  const char* entries;
};

void expect_cases(const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    const PriceImport import = import_at(litellm_model(row.members), kNow);
    EXPECT_EQ(rates_of(import, "m"), row.rates) << row.what;
    EXPECT_EQ(entries_of(import), row.entries) << row.what;
  }
}

TEST(LitellmImport, EveryClassHasItsKey) {
  expect_cases({
      {"all tokens",
       R"("mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
          "output_cost_per_reasoning_token": 1.6e-05, "cache_read_input_token_cost": 3e-07,
          "cache_creation_input_token_cost": 3.75e-06,
          "cache_creation_input_token_cost_above_1hr": 6e-06, "input_cost_per_audio_token": 4e-06,
          "output_cost_per_audio_token": 2e-05, "input_cost_per_image_token": 5e-06,
          "output_cost_per_image_token": 0.00004)",
       "input_tokens STANDARD 0 0.000003\ncache_read_tokens STANDARD 0 0.0000003\n"
       "cache_write_5m_tokens STANDARD 0 0.00000375\ncache_write_1h_tokens STANDARD 0 0.000006\n"
       "output_tokens STANDARD 0 0.000015\nreasoning_tokens STANDARD 0 0.000016\n"
       "input_audio_tokens STANDARD 0 0.000004\noutput_audio_tokens STANDARD 0 0.00002\n"
       "input_image_tokens STANDARD 0 0.000005\noutput_image_tokens STANDARD 0 0.00004\n",
       ""},
      {"an image made", R"("mode": "image_generation", "output_cost_per_image": 0.04)",
       "images STANDARD 0 0.04\n", ""},
      {"its other name", R"("mode": "image_generation", "input_cost_per_image": 0.04)",
       "images STANDARD 0 0.04\n", ""},
      {"one of both is 0",
       R"("mode": "image_edit", "input_cost_per_image": 0.0, "output_cost_per_image": 0.008)",
       "images STANDARD 0 0.008\n", ""},
      {"seconds, twice the same",
       R"("mode": "audio_transcription", "input_cost_per_second": 0.0001,
          "output_cost_per_second": 0.0001)",
       "seconds_milli STANDARD 0 0.0001\n", ""},
      {"characters", R"("mode": "audio_speech", "input_cost_per_character": 1.5e-05)",
       "characters STANDARD 0 0.000015\n", ""},
      {"queries", R"("mode": "rerank", "input_cost_per_query": 0.002)",
       "queries STANDARD 0 0.002\n", ""},
      {"pages", R"("mode": "ocr", "ocr_cost_per_page": 0.001)", "pages STANDARD 0 0.001\n", ""},
      {"searches of one price",
       R"("mode": "search", "search_context_cost_per_query": {"search_context_size_low": 0.01,
          "search_context_size_medium": 0.010, "search_context_size_high": 1e-2})",
       "queries STANDARD 0 0.01\n", ""},
      {"null is no price",
       R"("mode": "rerank", "input_cost_per_query": 0.002, "ocr_cost_per_page": null)",
       "queries STANDARD 0 0.002\n", ""},
  });
}

TEST(LitellmImport, TiersAndThresholdsAreInTheKey) {
  expect_cases({
      {"suffixes",
       R"("mode": "embedding", "input_cost_per_token": 2e-06,
          "input_cost_per_token_above_200k_tokens": 4e-06, "input_cost_per_token_batches": 1e-06,
          "input_cost_per_token_flex": 1.5e-06, "input_cost_per_token_priority": 3e-06,
          "input_cost_per_token_above_200k_tokens_priority": 6e-06,
          "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 8e-06,
          "cache_creation_input_token_cost": 1e-06, "cache_read_input_token_cost": 1e-07,
          "input_cost_per_image_token": 2e-07)",
       "input_tokens STANDARD 0 0.000002\ninput_tokens STANDARD 200000 0.000004\n"
       "input_tokens PRIORITY 0 0.000003\ninput_tokens PRIORITY 200000 0.000006\n"
       "input_tokens FLEX 0 0.0000015\ninput_tokens BATCH 0 0.000001\n"
       "cache_read_tokens STANDARD 0 0.0000001\ncache_write_5m_tokens STANDARD 0 0.000001\n"
       "cache_write_1h_tokens STANDARD 200000 0.000008\n"
       "input_image_tokens STANDARD 0 0.0000002\n",
       ""},
      {"a list of ranges",
       R"("mode": "embedding", "tiered_pricing": [
          {"range": [0, 32000.0], "input_cost_per_image_token": 3e-07},
          {"range": [32000.0, 1.28e5], "input_cost_per_image_token": 5e-07},
          {"range": [128000, 256000], "input_cost_per_image_token": 8e-07}])",
       "input_image_tokens STANDARD 0 0.0000003\ninput_image_tokens STANDARD 32000 0.0000005\n"
       "input_image_tokens STANDARD 128000 0.0000008\n",
       ""},
  });
}

TEST(LitellmImport, AClassWithoutAPriceCostsWhatItIsPartOf) {
  expect_cases({
      {"of input and output, through all tiers",
       R"("mode": "chat", "input_cost_per_token": 2e-06,
          "input_cost_per_token_above_200k_tokens": 4e-06, "output_cost_per_token": 8e-06,
          "output_cost_per_token_batches": 4e-06)",
       "input_tokens STANDARD 0 0.000002\ninput_tokens STANDARD 200000 0.000004\n"
       "output_tokens STANDARD 0 0.000008\noutput_tokens BATCH 0 0.000004\n"
       "reasoning_tokens STANDARD 0 0.000008\nreasoning_tokens BATCH 0 0.000004\n"
       "cache_read_tokens STANDARD 0 0.000002\ncache_read_tokens STANDARD 200000 0.000004\n"
       "cache_write_5m_tokens STANDARD 0 0.000002\ncache_write_5m_tokens STANDARD 200000 0.000004\n"
       "cache_write_1h_tokens STANDARD 0 0.000002\ncache_write_1h_tokens STANDARD 200000 0.000004\n"
       "input_image_tokens STANDARD 0 0.000002\ninput_image_tokens STANDARD 200000 0.000004\n",
       ""},
      {"reasoning that repeats output follows it above the threshold too",
       R"("mode": "embedding", "output_cost_per_token": 1e-05,
          "output_cost_per_token_above_200k_tokens": 1.5e-05,
          "output_cost_per_reasoning_token": 1e-05)",
       "output_tokens STANDARD 0 0.00001\noutput_tokens STANDARD 200000 0.000015\n"
       "reasoning_tokens STANDARD 0 0.00001\nreasoning_tokens STANDARD 200000 0.000015\n",
       ""},
      {"an hour is never as cheap as 5 minutes, an image priced by itself is no text",
       R"("mode": "image_generation", "input_cost_per_token": 1e-06,
          "cache_creation_input_token_cost": 1.25e-06, "input_cost_per_image": 0.01)",
       "input_tokens STANDARD 0 0.000001\ncache_write_5m_tokens STANDARD 0 0.00000125\n"
       "images STANDARD 0 0.01\ncache_read_tokens STANDARD 0 0.000001\n",
       ""},
  });
}

TEST(LitellmImport, WhatCannotBeRightIsQuarantined) {
  expect_cases({
      {"float noise", R"("mode": "rerank", "input_cost_per_query": 7.0000007000000004e-06)", "",
       "m|input_cost_per_query|7.0000007000000004e-06|float_noise\n"},
      {"below 0", R"("mode": "rerank", "input_cost_per_query": -0.001)", "",
       "m|input_cost_per_query|-0.001|negative\n"},
      {"no number", R"("mode": "rerank", "input_cost_per_query": "0.001")", "",
       "m|input_cost_per_query|\"0.001\"|not_numeric\n"},
      {"too fine", R"("mode": "rerank", "input_cost_per_query": 1.5e-18)", "",
       "m|input_cost_per_query|1.5e-18|too_fine\n"},
      {"too big", R"("mode": "rerank", "input_cost_per_query": 9.3)", "",
       "m|input_cost_per_query|9.3|too_big\n"},
      {"a token for a tenth of a cent", R"("mode": "embedding", "input_cost_per_token": 0.001)", "",
       "m|input_cost_per_token|0.001|unit_mistake\n"},
      {"a token for 15 USD", R"("mode": "embedding", "input_cost_per_token": 15)", "",
       "m|input_cost_per_token|15|unit_mistake\n"},
      {"just below", R"("mode": "embedding", "output_cost_per_image_token": 0.000999)",
       "output_image_tokens STANDARD 0 0.000999\n", ""},
      {"free in all", R"("mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0)",
       "", "m|input_cost_per_token|0.0|zero_price\nm|output_cost_per_token|0|zero_price\n"},
      {"free input of a chat",
       R"("mode": "chat", "input_cost_per_token": 0, "output_cost_per_token": 1e-06)", "",
       "m|input_cost_per_token|0|zero_price\nm|||incomplete\n"},
      {"chat without input", R"("mode": "chat", "output_cost_per_token": 1e-06)", "",
       "m|||no_input_price\n"},
      {"no price at all", R"("mode": "embedding")", "", "m|||no_price\n"},
      {"a tier in quarantine takes its class along, and what would derive from it",
       R"("mode": "embedding", "output_cost_per_token": 1e-06,
          "output_cost_per_token_above_200k_tokens": -1, "input_cost_per_audio_token": 1e-06)",
       "input_audio_tokens STANDARD 0 0.000001\n",
       "m|output_cost_per_token_above_200k_tokens|-1|negative\n"
       "m|output_cost_per_token|1e-06|incomplete\n"},
      {"a quarantined class is not derived either",
       R"("mode": "embedding", "output_cost_per_token": 1e-06,
          "output_cost_per_reasoning_token": 2)",
       "output_tokens STANDARD 0 0.000001\n", "m|output_cost_per_reasoning_token|2|unit_mistake\n"},
  });
}

TEST(LitellmImport, WhatABookCannotSayIsListed) {
  expect_cases({
      {"units that usage does not count",
       R"("mode": "rerank", "input_cost_per_query": 0.1, "input_cost_per_pixel": 1e-08,
          "input_dbu_cost_per_token": 1e-06, "output_cost_per_image_premium_image": 0.01,
          "code_interpreter_cost_per_session": 0.03)",
       "queries STANDARD 0 0.1\n",
       "m|input_cost_per_pixel|1e-08|no_class\nm|input_dbu_cost_per_token|1e-06|no_class\n"
       "m|output_cost_per_image_premium_image|0.01|no_class\n"
       "m|code_interpreter_cost_per_session|0.03|no_class\n"},
      {"an image of a chat, a second of rent, two prices for one image",
       R"("mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_image": 0.00012,
          "input_cost_per_second": 0.011, "cache_read_input_token_cost": 1e-07,
          "input_cost_per_token_cache_hit": 2e-07, "cache_creation_input_token_cost": 1e-06)",
       "input_tokens STANDARD 0 0.000001\ncache_write_5m_tokens STANDARD 0 0.000001\n"
       "input_image_tokens STANDARD 0 0.000001\n",
       "m|output_cost_per_image|0.00012|ambiguous_unit\n"
       "m|input_cost_per_second|0.011|ambiguous_unit\n"
       "m|input_cost_per_token_cache_hit|2e-07|ambiguous_unit\n"
       "m|cache_read_input_token_cost|1e-07|ambiguous_unit\n"},
      {"structures",
       R"("mode": "rerank", "input_cost_per_query": 0.1, "provider_specific_entry": {"us": 1.1},
          "search_context_cost_per_query": {"low": 0.01, "high": 0.02},
          "tiered_pricing": [{"max_results_range": [0, 25], "input_cost_per_query": 0.005}])",
       "queries STANDARD 0 0.1\n",
       "m|provider_specific_entry|{\"us\": 1.1}|not_a_rate\n"
       "m|search_context_cost_per_query|{\"low\": 0.01, \"high\": 0.02}|not_a_rate\n"
       "m|tiered_pricing|[{\"max_results_range\": [0, 25], \"input_cost_per_query\": 0.005}]"
       "|not_a_rate\n"},
      {"a key of tomorrow",
       R"("mode": "rerank", "input_cost_per_query": 0.1, "output_cost_per_dream": 1)",
       "queries STANDARD 0 0.1\n", "m|output_cost_per_dream|1|unknown_key\n"},
      {"a threshold that is no number",
       R"("mode": "rerank", "input_cost_per_query": 0.1,
          "input_cost_per_token_above_xk_tokens": 1e-06)",
       "queries STANDARD 0 0.1\n", "m|input_cost_per_token_above_xk_tokens|1e-06|unknown_key\n"},
  });
}

TEST(LitellmImport, ModelsAreListedOnceByAName) {
  const PriceImport import = import_at(
      R"({"sample_spec": {"input_cost_per_token": 0.0}, "last_updated": "2026-04-03",
          "two words": {"litellm_provider": "p", "mode": "rerank", "input_cost_per_query": 1},
          "": {"mode": "rerank", "input_cost_per_query": 1},
          "b": {"mode": "rerank", "input_cost_per_query": 1},
          "a": {"mode": "rerank", "input_cost_per_query": 2},
          "b": {"mode": "rerank", "input_cost_per_query": 3}})",
      kNow);
  EXPECT_EQ(entries_of(import),
            "sample_spec||{\"input_cost_per_token\": 0.0}|not_a_model\n"
            "last_updated||\"2026-04-03\"|not_a_model\n"
            "two words|||bad_name\n|||bad_name\nb|||listed_twice\n");
  ASSERT_EQ(import.book.models.size(), 2U);
  EXPECT_EQ(import.book.models[0].model.value, "a");
  EXPECT_EQ(rates_of(import, "b"), "queries STANDARD 0 1\n");
  EXPECT_EQ(import.models_listed, 5U);
}

TEST(LitellmImport, FreeIsTakenAtItsWordOnRequest) {
  PriceImportOptions options = options_at(kNow);
  options.allow_zero_prices = true;
  const PriceImport import =
      import_prices(litellm_model(R"("mode": "rerank", "input_cost_per_query": 0.0)"), options);
  EXPECT_EQ(rates_of(import, "m"), "queries STANDARD 0 0\n");
  EXPECT_EQ(entries_of(import), "");
}

}  // namespace
}  // namespace nemo
