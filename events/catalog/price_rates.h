#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/catalog/enums.h"
#include "events/catalog/field.h"
#include "events/catalog/usage.h"
#include "events/values/text.h"

namespace nemo {

// The price of one class of a model's usage. above_input_tokens: the rate counts for calls whose
// input (all classes of input together) is above it. price_e18: 1e-18 of the currency's unit a
// token, image, second, character, query or page.
struct Rate {
  TokenClass token_class{};
  ServiceTier service_tier{};  // left out: STANDARD
  std::optional<std::int64_t> above_input_tokens;
  std::optional<std::int64_t> price_e18;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kTokenClass, 1, self.token_class);
    visit(Field::kServiceTier, 2, self.service_tier);
    visit(Field::kAboveInputTokens, 3, self.above_input_tokens);
    visit(Field::kPriceE18, 4, self.price_e18);
  }
  bool operator==(const Rate&) const = default;
};

struct ModelPrices {
  ModelName model;
  std::vector<Rate> rates;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kModel, 1, self.model);
    visit(Field::kRates, 2, self.rates);
  }
  bool operator==(const ModelPrices&) const = default;
};

// At least one model, each once, each with at least one rate of a known class and no price or
// threshold below 0, no class, tier and threshold priced twice.
bool prices_are_right(const std::vector<ModelPrices>& models);

}  // namespace nemo
