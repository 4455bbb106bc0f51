#include "adapters/prices/draft_rules.h"

#include <algorithm>

#include "events/values/integer.h"

namespace nemo {
namespace {

constexpr std::int64_t kJump = 100;

// Moves what `is_wrong` picks into quarantine.
template <class Predicate>
void quarantine_if(ModelDraft& draft, QuarantineReason reason, Predicate&& is_wrong) {
  std::vector<FoundPrice> kept;
  std::vector<FoundPrice> found = std::move(draft.found());
  for (FoundPrice& price : found) {
    if (is_wrong(price)) {
      draft.quarantine(price, reason);
    } else {
      kept.push_back(std::move(price));
    }
  }
  draft.found() = std::move(kept);
}

// Two keys can name one rate (a second price for the same images). The same price, or one that is
// 0, is one price; two different ones are two meanings, and none is used.
void merge_doubles(ModelDraft& draft) {
  std::vector<FoundPrice>& found = draft.found();
  std::stable_sort(found.begin(), found.end(), [](const FoundPrice& a, const FoundPrice& b) {
    return a.place != b.place ? a.place < b.place : a.price_e18 > b.price_e18;
  });
  const auto same_rate = [](const FoundPrice& a, const FoundPrice& b) {
    return a.place == b.place && (a.price_e18 == b.price_e18 || b.price_e18 == 0);
  };
  found.erase(std::unique(found.begin(), found.end(), same_rate), found.end());
  const std::vector<FoundPrice> merged = found;
  quarantine_if(draft, QuarantineReason::kAmbiguousUnit, [&merged](const FoundPrice& price) {
    return std::count_if(merged.begin(), merged.end(), [&price](const FoundPrice& other) {
             return other.place == price.place;
           }) > 1;
  });
}

const ModelPrices* find_model(const PriceBookPublished* book, std::string_view model) {
  if (book == nullptr) return nullptr;
  const auto found =
      std::find_if(book->models.begin(), book->models.end(),
                   [model](const ModelPrices& prices) { return prices.model.view() == model; });
  return found == book->models.end() ? nullptr : &*found;
}

bool is_rate_at(const Rate& rate, const RatePlace& place) {
  const bool standard = rate.service_tier == ServiceTier::kUnset;
  return rate.token_class == place.token_class &&
         (standard ? ServiceTier::kStandard : rate.service_tier) == place.service_tier &&
         rate.above_input_tokens.value_or(0) == place.above_input_tokens;
}

void quarantine_jumps(ModelDraft& draft, const PriceImportOptions& options) {
  const ModelPrices* before = find_model(options.previous, draft.model());
  if (before == nullptr || options.accepted_jumps.contains(draft.model())) return;
  quarantine_if(draft, QuarantineReason::kPriceJump, [before](const FoundPrice& price) {
    const auto rate = std::find_if(before->rates.begin(), before->rates.end(),
                                   [&price](const Rate& r) { return is_rate_at(r, price.place); });
    return rate != before->rates.end() &&
           is_price_jump(rate->price_e18.value_or(0), price.price_e18);
  });
}

// A model free in all, or in the input of what is billed by token, is not taken at its word.
void quarantine_zeros(ModelDraft& draft, const DraftRules& rules) {
  const bool all_free = std::all_of(draft.found().begin(), draft.found().end(),
                                    [](const FoundPrice& price) { return price.price_e18 == 0; });
  quarantine_if(draft, QuarantineReason::kZeroPrice, [&](const FoundPrice& price) {
    const bool free_input = rules.billed_by_token && price.place.token_class == TokenClass::kInput;
    return price.price_e18 == 0 && (all_free || free_input);
  });
}

bool has_class(const ModelDraft& draft, TokenClass token_class) {
  return std::any_of(
      draft.found().begin(), draft.found().end(),
      [token_class](const FoundPrice& price) { return price.place.token_class == token_class; });
}

// A class whose only price repeats what it is part of follows it through all tiers.
void forget_repeated(ModelDraft& draft, const DerivedClass& derived) {
  std::vector<FoundPrice>& found = draft.found();
  const auto is_own = [&](const FoundPrice& p) {
    return p.place.token_class == derived.token_class;
  };
  if (std::count_if(found.begin(), found.end(), is_own) != 1) return;
  const auto own = std::find_if(found.begin(), found.end(), is_own);
  RatePlace base = own->place;
  base.token_class = derived.priced_as;
  const bool repeats = std::any_of(found.begin(), found.end(), [&](const FoundPrice& p) {
    return p.place == base && p.price_e18 == own->price_e18;
  });
  if (repeats && base == RatePlace{derived.priced_as}) found.erase(own);
}

void derive(ModelDraft& draft, const DerivedClass& derived) {
  forget_repeated(draft, derived);
  if (has_class(draft, derived.token_class) || !draft.may_derive(derived.token_class)) return;
  const std::vector<FoundPrice> found = draft.found();
  for (FoundPrice price : found) {
    if (price.place.token_class != derived.priced_as) continue;
    price.place.token_class = derived.token_class;
    draft.found().push_back(std::move(price));
  }
}

// Whether calls of the model can be priced at all; if not, an entry says why, unless one has.
bool is_usable(ModelDraft& draft, const DraftRules& rules) {
  if (rules.billed_by_token && !has_class(draft, TokenClass::kInput)) {
    if (!draft.is_broken(TokenClass::kInput)) {
      draft.quarantine("", "", QuarantineReason::kNoInputPrice);
    } else if (!draft.found().empty()) {
      draft.quarantine("", "", QuarantineReason::kIncomplete);
    }
    return false;
  }
  if (!draft.found().empty()) return true;
  if (!draft.has_entries()) draft.quarantine("", "", QuarantineReason::kNoPrice);
  return false;
}

ModelPrices prices_of(const ModelDraft& draft) {
  ModelPrices prices;
  prices.model = ModelName(draft.model());
  for (const FoundPrice& price : draft.found()) {
    Rate rate;
    rate.token_class = price.place.token_class;
    if (price.place.service_tier != ServiceTier::kStandard) {
      rate.service_tier = price.place.service_tier;
    }
    if (price.place.above_input_tokens != 0) {
      rate.above_input_tokens = price.place.above_input_tokens;
    }
    rate.price_e18 = price.price_e18;
    prices.rates.push_back(rate);
  }
  return prices;
}

}  // namespace

bool is_price_jump(std::int64_t before_e18, std::int64_t after_e18) {
  const Wide low = std::min(before_e18, after_e18);
  const Wide high = std::max(before_e18, after_e18);
  return high != low && high >= low * kJump;
}

std::optional<ModelPrices> finish_draft(ModelDraft& draft, const DraftRules& rules,
                                        const PriceImportOptions& options) {
  merge_doubles(draft);
  quarantine_jumps(draft, options);
  if (!options.allow_zero_prices) quarantine_zeros(draft, rules);
  quarantine_if(draft, QuarantineReason::kIncomplete, [&draft](const FoundPrice& price) {
    return draft.is_broken(price.place.token_class);
  });
  if (!is_usable(draft, rules)) return std::nullopt;
  for (const DerivedClass& derived : rules.derived) derive(draft, derived);
  return prices_of(draft);
}

}  // namespace nemo
