#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/catalog/price_rates.h"
#include "events/catalog/usage.h"
#include "events/values/integer.h"
#include "events/values/money.h"

namespace nemo {

// The rates of one price book, ready for looking up. Immutable; thread rule: any thread.
class PriceTable {
 public:
  PriceTable() = default;
  explicit PriceTable(const std::vector<ModelPrices>& models);

  struct Tier {
    TokenClass token_class{};
    ServiceTier service_tier{};
    std::int64_t above_input_tokens = 0;
    std::int64_t price_e18 = 0;
  };
  struct Model {
    std::string name;
    // By class, then the highest threshold first.
    std::vector<Tier> tiers;
    // Where each class starts in `tiers`; the last entry is its end.
    std::array<std::uint32_t, kTokenClassCount + 1> start{};

    std::span<const Tier> tiers_of(std::size_t class_number) const {
      return std::span(tiers).subspan(start[class_number],
                                      start[class_number + 1] - start[class_number]);
    }
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
// to a nano-unit. seconds_milli is priced by the second. No count is below 0.
//   Which rate: among those of the call's service tier whose threshold is below the call's whole
//   input (text, cache, audio and image tokens), the one with the highest threshold; if there is
//   none, the same among those of STANDARD. It is the rate of all the class's tokens.
//   kNoPrice: the model is unknown, or a class with a count above 0 has no rate.
//   kOverflow: the cost does not fit 64 bits.
PricedCall price_call(const PriceTable& table, std::string_view model, const Usage& usage);

// What each class of a call costs, exactly, before any rounding: 1e-21 of the currency's unit.
struct CallParts {
  PriceResult result{};
  std::array<Wide, kTokenClassCount> cost_e21{};  // by class number, where kPriced
};

// The parts that price_call adds up; kOverflow where a part does not fit 128 bits.
CallParts price_parts(const PriceTable& table, std::string_view model, const Usage& usage);

}  // namespace nemo
