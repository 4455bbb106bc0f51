#include "adapters/prices/price_diff.h"

#include <map>
#include <set>
#include <tuple>

#include "adapters/prices/decimal.h"
#include "events/values/integer.h"

namespace nemo {
namespace {

using Key = std::tuple<std::string, TokenClass, ServiceTier, std::int64_t>;
using Prices = std::map<Key, std::int64_t>;

Prices prices_by_key(const PriceBookPublished& book) {
  Prices prices;
  for (const ModelPrices& model : book.models) {
    for (const Rate& rate : model.rates) {
      const ServiceTier tier =
          rate.service_tier == ServiceTier::kUnset ? ServiceTier::kStandard : rate.service_tier;
      prices[{model.model.value, rate.token_class, tier, rate.above_input_tokens.value_or(0)}] =
          rate.price_e18.value_or(0);
    }
  }
  return prices;
}

std::optional<std::int64_t> price_at(const Prices& prices, const Key& key) {
  const auto found = prices.find(key);
  return found == prices.end() ? std::nullopt : std::optional(found->second);
}

// Half to even. Both > 0.
Wide divide(Wide numerator, Wide denominator) {
  const Wide whole = numerator / denominator;
  const Wide twice_rest = numerator % denominator * 2;
  const bool up = twice_rest > denominator || (twice_rest == denominator && whole % 2 != 0);
  return whole + (up ? 1 : 0);
}

// after / before to 4 significant digits: scaled by a power of ten until the quotient has them.
std::string ratio_of(std::int64_t before, std::int64_t after) {
  constexpr Wide kLeast = 1'000;
  constexpr Wide kMost = 10'000;
  if (after == 0) return "0";
  Wide numerator = after;
  Wide denominator = before;
  int decimals = 0;
  while (numerator / denominator < kLeast && decimals < 30) {
    if (numerator < (Wide{1} << 122)) {
      numerator *= 10;
    } else {
      denominator /= 10;
    }
    ++decimals;
  }
  Wide scale = 1;
  while (numerator / (denominator * scale) >= kMost) scale *= 10;
  return format_decimal(divide(numerator, denominator * scale) * scale, decimals);
}

}  // namespace

std::vector<PriceChange> diff_prices(const PriceBookPublished& before,
                                     const PriceBookPublished& after) {
  const Prices old_prices = prices_by_key(before);
  const Prices new_prices = prices_by_key(after);
  std::set<Key> keys;
  for (const auto& [key, price] : old_prices) keys.insert(key);
  for (const auto& [key, price] : new_prices) keys.insert(key);
  std::vector<PriceChange> changes;
  for (const Key& key : keys) {
    const auto old_price = price_at(old_prices, key);
    const auto new_price = price_at(new_prices, key);
    if (old_price == new_price) continue;
    const auto& [model, token_class, tier, above] = key;
    const bool comparable = old_price.value_or(0) > 0 && new_price;
    changes.push_back({model, token_class, tier, above, old_price, new_price,
                       comparable ? ratio_of(*old_price, *new_price) : ""});
  }
  return changes;
}

}  // namespace nemo
