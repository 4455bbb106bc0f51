// LiteLLM's real table and the real changes it went through.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "adapters/prices/decimal.h"
#include "adapters/prices/draft_rules.h"
#include "adapters/prices/gzip.h"
#include "adapters/prices/json_text.h"
#include "adapters/prices/litellm_keys.h"
#include "tests/prices/import_cases.h"
#include "tests/prices/real_data.h"

namespace nemo {
namespace {

using Kind = JsonText::Kind;

constexpr const char* kTable = "prices/litellm_model_prices_2026-04-03.json.gz";
constexpr const char* kChanges = "prices/litellm_price_changes_2025-02_to_2026-04-03.csv.gz";
constexpr std::string_view kNow = "2026-04-03T00:00:00Z";

std::size_t entries_that(const PriceImport& import,
                         const std::function<bool(const QuarantinedPrice&)>& is_one) {
  return static_cast<std::size_t>(
      std::count_if(import.quarantined.begin(), import.quarantined.end(), is_one));
}

bool is_token_mode(const JsonText& model) {
  const std::string_view mode = model.string_at("mode");
  return mode == "chat" || mode == "completion" || mode == "responses";
}

// Models billed by token whose entry names no input price: read off the file, by no import rule.
std::size_t models_without_input_price(const JsonText& table) {
  return static_cast<std::size_t>(
      std::count_if(table.members.begin(), table.members.end(), [](const auto& member) {
        return is_token_mode(member.value) &&
               member.value.find("input_cost_per_token") == nullptr &&
               member.value.find("tiered_pricing") == nullptr;
      }));
}

TEST(LitellmFile, EveryEntryIsImportedOrListedWithAReason) {
  NEMO_REAL_DATA(bytes, kTable);
  const PriceImport import = import_at(*bytes, kNow);
  const auto counts = count_reasons(import.quarantined);
  std::cout << import.models_listed << " models listed, " << import.book.models.size()
            << " imported with " << import.rates << " rates as " << import.book.version.value
            << "; left out:\n";
  for (std::size_t number = 0; number < counts.size(); ++number) {
    if (counts[number] == 0) continue;
    std::cout << "  " << counts[number] << ' ' << reason_name(static_cast<QuarantineReason>(number))
              << '\n';
  }
  const auto count_of = [&counts](QuarantineReason reason) {
    return counts[static_cast<std::size_t>(reason)];
  };
  EXPECT_EQ(check_form(import.book), Field::kNone);
  EXPECT_EQ(import.models_listed + count_of(QuarantineReason::kNotAModel), 2'617U);
  EXPECT_EQ(count_of(QuarantineReason::kUnitMistake), 30U);
  EXPECT_EQ(entries_that(import,
                         [](const QuarantinedPrice& entry) {
                           return entry.reason == QuarantineReason::kFloatNoise &&
                                  entry.model.starts_with("databricks/");
                         }),
            38U);
  EXPECT_EQ(count_of(QuarantineReason::kFloatNoise), 40U);  // and two prices of a film's second
  EXPECT_EQ(count_of(QuarantineReason::kNoInputPrice),
            models_without_input_price(parse_json_text(gunzip(*bytes))));
  EXPECT_EQ(count_of(QuarantineReason::kUnknownKey), 0U);
  EXPECT_EQ(count_of(QuarantineReason::kNegative), 0U);
}

TEST(LitellmFile, NoModelIsLostWithoutAnEntry) {
  NEMO_REAL_DATA(bytes, kTable);
  const PriceImport import = import_at(*bytes, kNow);
  std::set<std::string_view> known;
  for (const ModelPrices& prices : import.book.models) known.insert(prices.model.view());
  for (const QuarantinedPrice& entry : import.quarantined) known.insert(entry.model);
  for (const auto& [name, model] : parse_json_text(gunzip(*bytes)).members) {
    EXPECT_TRUE(known.contains(name)) << name;
  }
}

TEST(LitellmFile, FreeModelsBilledByTokenAreNotInTheBook) {
  NEMO_REAL_DATA(bytes, kTable);
  const PriceImport import = import_at(*bytes, kNow);
  std::size_t free = 0;
  for (const auto& [name, model] : parse_json_text(gunzip(*bytes)).members) {
    const JsonText* price = model.find("input_cost_per_token");
    const bool is_free = price != nullptr && is_token_mode(model) &&
                         parse_decimal(price->text).value_or(Decimal{false, "1", 0}).is_zero();
    if (!is_free) continue;
    ++free;
    EXPECT_EQ(rates_of(import, name), "") << name;
  }
  EXPECT_EQ(free, 81U);
}

// Rates as numbers of the file: what the book holds, printed, is what the file said.
TEST(LitellmFile, EveryTokenPriceOfTheBookIsTheFilesToTheLastDigit) {
  NEMO_REAL_DATA(bytes, kTable);
  const PriceImport import = import_at(*bytes, kNow);
  const JsonText table = parse_json_text(gunzip(*bytes));
  std::map<std::string, std::string> in_book;  // model and key to price
  for (const PriceLine& line : price_lines(import.book)) {
    if (line.service_tier != "STANDARD" || line.above_input_tokens != 0) continue;
    if (line.usage_class == "input_tokens")
      in_book[line.model + "|input_cost_per_token"] = line.usd;
    if (line.usage_class == "output_tokens") {
      in_book[line.model + "|output_cost_per_token"] = line.usd;
    }
  }
  std::size_t compared = 0;
  for (const auto& [name, model] : table.members) {
    for (const char* key : {"input_cost_per_token", "output_cost_per_token"}) {
      const auto price = in_book.find(name + '|' + key);
      if (price == in_book.end() || model.find(key) == nullptr) continue;
      EXPECT_EQ(parse_decimal(price->second), parse_decimal(model.find(key)->text)) << name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 3'900U);
}

TEST(LitellmFile, TheSameTableAgainHasNoJumpAndTheSameVersion) {
  NEMO_REAL_DATA(bytes, kTable);
  const PriceImport before = import_at(*bytes, kNow);
  PriceImportOptions options = options_at("2026-05-01T00:00:00Z");
  options.previous = &before.book;
  const PriceImport after = import_prices(*bytes, options);
  EXPECT_EQ(after.book.models, before.book.models);
  EXPECT_EQ(after.book.version, before.book.version);
  EXPECT_EQ(after.quarantined, before.quarantined);
}

struct Change {
  std::string model, mode, field, old_usd, new_usd;
};

// Changes from one price to another, of the columns commit_time,mirror_commit,kind,model,provider,
// mode,field,old_usd,new_usd.
std::vector<Change> changes_of(const std::string& csv) {
  std::vector<Change> changes;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells;
    std::istringstream rest(line);
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
    if (cells.size() != 9 || cells[2] != "change") continue;
    if (!parse_decimal(cells[7]) || !parse_decimal(cells[8])) continue;
    changes.push_back({cells[3], cells[5], cells[6], cells[7], cells[8]});
  }
  return changes;
}

// By a factor of 100 and more between two prices, by decimal text alone.
bool is_far(const Change& change) {
  const Decimal a = *parse_decimal(change.old_usd);
  const Decimal b = *parse_decimal(change.new_usd);
  if (a.is_zero() || b.is_zero()) return false;
  const auto scaled = [](Decimal number, std::int64_t lift) {
    number.exponent += lift;
    Wide value = 0;
    for (const char digit : number.digits) value = value * 10 + (digit - '0');
    for (std::int64_t i = -24; i < number.exponent; ++i) value *= 10;
    return value;
  };
  return scaled(a, 0) >= scaled(b, 2) || scaled(b, 0) >= scaled(a, 2);
}

// The book that held the price before the change, whatever the rules of today say of it.
PriceBookPublished book_before(const Change& change, const RatePlace& place) {
  const Scaled old_price = scale_to_e18(*parse_decimal(change.old_usd), 1);
  EXPECT_EQ(old_price.result, ScaleResult::kExact) << change.old_usd;
  PriceBookPublished book;
  book.models = {
      {ModelName(change.model), {{place.token_class, place.service_tier, {}, old_price.value}}}};
  return book;
}

TEST(LitellmFile, EveryJumpOfThePastWouldHaveBeenCaught) {
  NEMO_REAL_DATA(packed, kChanges);
  std::map<std::string, std::size_t> caught;
  std::size_t far = 0;
  for (const Change& change : changes_of(gunzip(*packed))) {
    if (!is_far(change)) continue;
    ++far;
    const auto key = read_litellm_key(change.field, change.mode);
    ASSERT_TRUE(key && key->place) << change.field;
    const PriceBookPublished before = book_before(change, *key->place);
    PriceImportOptions options = options_at(kNow);
    options.previous = &before;
    const PriceImport after =
        import_prices(R"({")" + change.model + R"(": {"litellm_provider": "p", "mode": ")" +
                          change.mode + R"(", ")" + change.field + R"(": )" + change.new_usd + "}}",
                      options);
    EXPECT_TRUE(after.book.models.empty()) << change.model << ' ' << change.field;
    ASSERT_FALSE(after.quarantined.empty());
    const QuarantinedPrice& entry = after.quarantined.front();
    EXPECT_EQ(entry.key, change.field);
    ++caught[std::string(reason_name(entry.reason))];
  }
  for (const auto& [reason, count] : caught) {
    std::cout << "  " << count << " changes caught as " << reason << '\n';
  }
  EXPECT_EQ(far, 253U);
  EXPECT_EQ(caught["price_jump"] + caught["unit_mistake"], 253U);
}

TEST(LitellmFile, OrdinaryChangesOfThePastAreNoJumps) {
  NEMO_REAL_DATA(packed, kChanges);
  std::size_t near = 0;
  for (const Change& change : changes_of(gunzip(*packed))) {
    const Scaled before = scale_to_e18(*parse_decimal(change.old_usd), 1);
    const Scaled after = scale_to_e18(*parse_decimal(change.new_usd), 1);
    if (before.result != ScaleResult::kExact || after.result != ScaleResult::kExact) continue;
    const bool from_or_to_zero = (before.value == 0) != (after.value == 0);
    EXPECT_EQ(is_price_jump(before.value, after.value), is_far(change) || from_or_to_zero)
        << change.model << ' ' << change.field;
    near += is_far(change) ? 0 : 1;
  }
  EXPECT_GT(near, 300U);
}

}  // namespace
}  // namespace nemo
