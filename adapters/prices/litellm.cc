#include "adapters/prices/litellm.h"

#include <algorithm>
#include <array>
#include <set>

#include "adapters/prices/decimal.h"
#include "adapters/prices/draft_rules.h"
#include "adapters/prices/litellm_keys.h"

namespace nemo {
namespace {

using Kind = JsonText::Kind;

constexpr std::array kDerived = {
    DerivedClass{TokenClass::kReasoning, TokenClass::kOutput},
    DerivedClass{TokenClass::kCacheRead, TokenClass::kInput},
    DerivedClass{TokenClass::kCacheWrite5m, TokenClass::kInput},
    DerivedClass{TokenClass::kCacheWrite1h, TokenClass::kInput},
    DerivedClass{TokenClass::kInputImage, TokenClass::kInput},
};

// Keys of the file that describe it, not a model.
bool is_model_key(std::string_view key) {
  return key != "sample_spec" && key != "fallback_generalizations" && key != "last_updated";
}

bool is_billed_by_token(std::string_view mode) {
  return mode == "chat" || mode == "completion" || mode == "responses";
}

// Where a tier of a tiered_pricing list starts: the low end of its token range, a whole number.
std::optional<std::int64_t> tier_start(const JsonText& tier) {
  const JsonText* range = tier.find("range");
  if (range == nullptr || range->items.empty() || !range->items[0].is(Kind::kNumber)) return {};
  const std::optional<Decimal> low = parse_decimal(range->items[0].text);
  return low ? whole_number(*low) : std::nullopt;
}

// A list of prices by ranges of the whole input becomes rates with thresholds; other lists (by
// the number of results) cannot.
void read_tiers(ModelDraft& draft, const JsonText& tiers, std::string_view mode) {
  const bool expressible =
      tiers.is(Kind::kArray) &&
      std::all_of(tiers.items.begin(), tiers.items.end(),
                  [](const JsonText& tier) { return tier_start(tier).has_value(); });
  if (!expressible) {
    return draft.leave_out("tiered_pricing", tiers, QuarantineReason::kNotARate);
  }
  for (const JsonText& tier : tiers.items) {
    for (const auto& [key, value] : tier.members) {
      if (key == "range") continue;
      const std::string shown_key = "tiered_pricing." + key;
      const std::optional<LitellmKey> read = read_litellm_key(key, mode);
      if (!read || !read->place) {
        draft.leave_out(shown_key, value, QuarantineReason::kUnknownKey);
        continue;
      }
      RatePlace place = *read->place;
      place.above_input_tokens = *tier_start(tier);
      draft.add(shown_key, value, place);
    }
  }
}

// One price a search whatever its size is a price a query; prices by size are not.
void read_search_prices(ModelDraft& draft, std::string_view key, const JsonText& sizes) {
  const bool one_price =
      sizes.is(Kind::kObject) && !sizes.members.empty() &&
      std::all_of(sizes.members.begin(), sizes.members.end(), [&sizes](const auto& member) {
        return member.value.is(Kind::kNumber) &&
               parse_decimal(member.value.text) == parse_decimal(sizes.members[0].value.text);
      });
  if (!one_price) return draft.leave_out(key, sizes, QuarantineReason::kNotARate);
  draft.add(key, sizes.members[0].value, {TokenClass::kQueries});
}

// A model with a price an image must not have its image tokens priced as text.
void forbid_wrong_deriving(ModelDraft& draft, std::string_view key) {
  if (key.starts_with("input_cost_per_image")) draft.forbid_deriving(TokenClass::kInputImage);
  // Whoever charges for cache writes charges more for an hour than for 5 minutes.
  if (key.starts_with("cache_creation_input_token_cost")) {
    draft.forbid_deriving(TokenClass::kCacheWrite1h);
  }
}

void read_entry(ModelDraft& draft, const JsonText& entry) {
  const std::string_view mode = entry.string_at("mode");
  for (const auto& [key, value] : entry.members) {
    if (key == "tiered_pricing") {
      read_tiers(draft, value, mode);
    } else if (key == "search_context_cost_per_query") {
      read_search_prices(draft, key, value);
    } else if (const std::optional<LitellmKey> read = read_litellm_key(key, mode)) {
      if (read->place) draft.add(key, value, *read->place);
      if (read->left_out) draft.leave_out(key, value, *read->left_out);
      if (!value.is(Kind::kNull)) forbid_wrong_deriving(draft, key);
    }
  }
}

}  // namespace

bool is_litellm(const JsonText& table) {
  return std::any_of(table.members.begin(), table.members.end(), [](const auto& member) {
    return member.value.find("litellm_provider") != nullptr ||
           member.value.find("input_cost_per_token") != nullptr;
  });
}

void import_litellm(const JsonText& table, const PriceImportOptions& options, PriceImport& import) {
  std::set<std::string_view> seen;
  for (const auto& [name, entry] : table.members) {
    ModelDraft draft(name, import.quarantined);
    if (!is_model_key(name) || !entry.is(Kind::kObject)) {
      draft.quarantine("", entry.shown(), QuarantineReason::kNotAModel);
      continue;
    }
    ++import.models_listed;
    if (!is_name_form(name)) {
      draft.quarantine("", "", QuarantineReason::kBadName);
    } else if (!seen.insert(name).second) {
      draft.quarantine("", "", QuarantineReason::kListedTwice);
    } else {
      read_entry(draft, entry);
      const DraftRules rules{kDerived, is_billed_by_token(entry.string_at("mode"))};
      if (auto prices = finish_draft(draft, rules, options)) {
        import.book.models.push_back(std::move(*prices));
      }
    }
  }
}

}  // namespace nemo
