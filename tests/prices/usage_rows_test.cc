// Every usage row of real providers' answers is priced to the decimal an independent calculator
// expects, exactly, before any rounding.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "adapters/prices/decimal.h"
#include "adapters/prices/gzip.h"
#include "adapters/prices/json_text.h"
#include "adapters/prices/model_match.h"
#include "adapters/prices/price_import.h"
#include "engine/pricing/price_table.h"
#include "tests/prices/real_data.h"

namespace nemo {
namespace {

using Kind = JsonText::Kind;

// Counts as the calculator gives them: a class contains its parts (input_tokens has cache_read_
// tokens in it, and both have cache_audio_read_tokens in them).
class NormalisedUsage {
 public:
  explicit NormalisedUsage(const JsonText& json) {
    for (const auto& [name, count] : json.members) counts_[name] = std::stoll(count.text);
  }

  std::int64_t operator[](const std::string& name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
  }

  // The same tokens, each in one class. Writes without a known life are 5 minute ones; tokens of
  // tools and of video are text to a book, unless the table prices them apart (see is_covered).
  Usage disjoint() const {
    const NormalisedUsage& of = *this;
    Usage usage;
    usage.cache_read_tokens = of["cache_read_tokens"];
    usage.cache_write_1h_tokens = of["cache_write_1h_tokens"];
    usage.cache_write_5m_tokens = of["cache_write_tokens"] - of["cache_write_1h_tokens"];
    usage.input_audio_tokens =
        of["input_audio_tokens"] - of["cache_audio_read_tokens"] - of["cache_audio_write_tokens"];
    usage.input_image_tokens =
        of["input_image_tokens"] - of["cache_image_read_tokens"] - of["cache_image_write_tokens"];
    usage.input_tokens = of["input_tokens"] - of["cache_read_tokens"] - of["cache_write_tokens"] -
                         *usage.input_audio_tokens - *usage.input_image_tokens;
    usage.reasoning_tokens = of["output_reasoning_tokens"];
    usage.output_audio_tokens = of["output_audio_tokens"];
    usage.output_image_tokens = of["output_image_tokens"];
    usage.output_tokens = of["output_tokens"] - *usage.reasoning_tokens -
                          *usage.output_audio_tokens - *usage.output_image_tokens;
    usage.queries = of["web_searches"];
    return usage;
  }

  const std::map<std::string, std::int64_t>& counts() const { return counts_; }

 private:
  std::map<std::string, std::int64_t> counts_;
};

// The table's name for the price of a usage class: cache_read_tokens is cache_read_mtok.
std::string price_key_of(const std::string& usage_key) {
  constexpr std::string_view kTokens = "_tokens";
  if (usage_key.ends_with(kTokens)) {
    return usage_key.substr(0, usage_key.size() - kTokens.size()) + "_mtok";
  }
  return usage_key + "_kcount";
}

// An exact decimal of USD in 1e-21 units.
std::optional<Wide> expected_e21(const JsonText& extractor, std::string_view name) {
  const std::string_view text = extractor.string_at(name);
  if (text.empty()) return std::nullopt;
  const std::optional<Decimal> decimal = parse_decimal(text);
  EXPECT_TRUE(decimal.has_value()) << text;
  const Scaled scaled = scale_to_e18(*decimal, 1);
  EXPECT_EQ(scaled.result, ScaleResult::kExact) << text;
  return Wide{scaled.value} * 1'000;
}

Wide sum_of(const CallParts& parts, std::initializer_list<TokenClass> classes) {
  Wide sum = 0;
  for (const TokenClass c : classes) sum += parts.cost_e21[static_cast<std::size_t>(c)];
  return sum;
}

struct Money {
  Wide input;
  Wide output;
  Wide total;
};

Money money_of(const CallParts& parts) {
  const Wide input =
      sum_of(parts, {TokenClass::kInput, TokenClass::kCacheRead, TokenClass::kCacheWrite5m,
                     TokenClass::kCacheWrite1h, TokenClass::kInputAudio, TokenClass::kInputImage});
  const Wide output = sum_of(parts, {TokenClass::kOutput, TokenClass::kReasoning,
                                     TokenClass::kOutputAudio, TokenClass::kOutputImage});
  return {input, output, input + output + sum_of(parts, {TokenClass::kQueries})};
}

std::int64_t half_even_nano(Wide e21) {
  constexpr Wide kNano = 1'000'000'000'000;
  const Wide twice = e21 % kNano * 2;
  const Wide whole = e21 / kNano;
  const bool up = twice > kNano || (twice == kNano && whole % 2 == 1);
  return static_cast<std::int64_t>(whole) + (up ? 1 : 0);
}

// Prices rows with the book in force on the rows' date and keeps score.
class Pricing {
 public:
  explicit Pricing(const std::string& table_bytes)
      : import_(import_prices(table_bytes, options())),
        table_(import_.book.models),
        match_(table_bytes) {
    for (const QuarantinedPrice& entry : import_.quarantined) {
      left_out_[{entry.model, entry.key}] = entry.reason;
    }
  }

  // One expectation: a provider's reading of the row. "" for passed, else why it is left out.
  std::string check(const JsonText& extractor, const std::string& model,
                    const NormalisedUsage& usage) {
    const std::string provider(extractor.string_at("provider_id"));
    const auto name = match_.find(provider, model);
    if (!name) return "the table has no such model of that provider";
    if (table_.find(name->view()) == nullptr) return why_not_in_book(name->value);
    for (const auto& [key, count] : usage.counts()) {
      const auto entry = left_out_.find({name->value, price_key_of(key)});
      if (count > 0 && entry != left_out_.end()) {
        return "its price of " + key + " is left out: " + std::string(reason_name(entry->second));
      }
    }
    compare(extractor, name->value, usage.disjoint());
    return "";
  }

  const PriceImport& import() const { return import_; }

 private:
  static PriceImportOptions options() {
    PriceImportOptions options;
    options.effective_from = *parse_rfc3339("2025-11-06T12:00:00Z");
    options.allow_zero_prices = true;
    return options;
  }

  std::string why_not_in_book(const std::string& model) const {
    const auto entry = left_out_.find({model, ""});
    return model + " is not in the book: " +
           (entry == left_out_.end() ? "no entry says why"
                                     : std::string(reason_text(entry->second)));
  }

  void compare(const JsonText& extractor, const std::string& model, const Usage& usage) {
    const CallParts parts = price_parts(table_, model, usage);
    ASSERT_EQ(parts.result, PriceResult::kPriced) << model;
    const Money money = money_of(parts);
    EXPECT_TRUE(expected_e21(extractor, "input_price") == money.input)
        << model << " input: " << format_decimal(money.input, 21) << " for " << extractor.shown();
    EXPECT_TRUE(expected_e21(extractor, "output_price") == money.output)
        << model << " output: " << format_decimal(money.output, 21) << " for " << extractor.shown();
    const std::optional<Wide> total = expected_e21(extractor, "total_price");
    if (total) {
      EXPECT_TRUE(total == money.total) << model << " total";
    }
    const PricedCall call = price_call(table_, model, usage);
    EXPECT_EQ(call.cost.value, half_even_nano(money.total)) << model;
  }

  PriceImport import_;
  PriceTable table_;
  ModelMatch match_;
  std::map<std::pair<std::string, std::string>, QuarantineReason> left_out_;
};

struct Score {
  std::map<std::string, std::size_t> rows;    // by "" (passed) or reason
  std::map<std::string, std::size_t> prices;  // of single expectations
};

// All expectations of one row; the row's own verdict is passed if none is left out.
void score_row(const JsonText& row, Pricing& pricing, Score& score) {
  std::set<std::string> reasons;
  std::size_t priced = 0;
  for (const JsonText& reading : row.find("extracted")->items) {
    const NormalisedUsage usage(*reading.find("usage"));
    for (const JsonText& extractor : reading.find("extractors")->items) {
      if (extractor.string_at("input_price").empty()) continue;
      ++priced;
      const std::string reason =
          pricing.check(extractor, std::string(row.string_at("model")), usage);
      ++score.prices[reason];
      if (!reason.empty()) reasons.insert(reason);
    }
  }
  if (priced == 0) {
    ++score.rows[row.string_at("model").empty() ? "the row names no model, so no price is expected"
                                                : "no price is expected of the row's model"];
  } else {
    ++score.rows[reasons.empty() ? "" : *reasons.begin()];
  }
}

void print(const char* what, const std::map<std::string, std::size_t>& counts) {
  for (const auto& [reason, count] : counts) {
    std::cout << "  " << count << ' ' << what
              << (reason.empty() ? " priced exactly" : " left out: ") << reason << '\n';
  }
}

TEST(UsageRows, EveryCoveredRowIsPricedToTheExpectedDecimal) {
  NEMO_REAL_DATA(table, "prices/genai_prices_v2_data.json.gz");
  NEMO_REAL_DATA(packed, "usage/provider_usage_bodies.jsonl.gz");
  Pricing pricing(*table);
  Score score;
  std::istringstream lines(gunzip(*packed));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    ++rows;
    score_row(parse_json_text(line), pricing, score);
  }
  std::cout << rows << " usage rows, book " << pricing.import().book.version.value << ":\n";
  print("rows", score.rows);
  print("expected prices", score.prices);
  EXPECT_EQ(rows, 769U);
  EXPECT_GE(score.rows[""], 638U);
  EXPECT_GE(score.prices[""], 1'760U);
}

}  // namespace
}  // namespace nemo
