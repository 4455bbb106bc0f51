#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/price_rates.h"
#include "events/catalog/usage.h"
#include "events/values/money.h"

namespace nemo {

// The rates of one price book, ready for looking up. Immutable; thread rule: any thread.
class PriceTable {
 public:
  PriceTable() = default;
  explicit PriceTable(const std::vector<ModelPrices>& models);

  struct Tier {
    ServiceTier service_tier{};
    std::int64_t above_input_tokens = 0;
    std::int64_t price_e18 = 0;
  };
  struct Model {
    std::string name;
    // By class: the highest threshold first, STANDARD last among equals.
    std::array<std::vector<Tier>, kTokenClassCount> tiers;
  };

  // Null for a model without a price.
  const Model* find(std::string_view model) const;

 private:
  std::vector<Model> models_;  // sorted by name
};

enum class PriceResult : std::uint8_t { kPriced, kNoPrice, kOverflow };

struct PricedCall {
  PriceResult result{};
  Nano cost;  // where kPriced
};

// The exact cost of a call: the sum over its classes of count x rate, rounded once, half to even,
// to a nano-unit. seconds_milli is priced by the second.
//   Which rate: of the call's service tier (STANDARD if the class has none in that tier), the one
//   with the highest threshold below the call's whole input (text, cache, audio and image tokens).
//   kNoPrice: the model is unknown, or a class with a count above 0 has no rate.
//   kOverflow: the cost does not fit 64 bits.
PricedCall price_call(const PriceTable& table, std::string_view model, const Usage& usage);

}  // namespace nemo
