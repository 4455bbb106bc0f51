#include "events/catalog/price_rates.h"

#include <set>
#include <string_view>
#include <tuple>

namespace nemo {
namespace {

bool rates_are_right(const std::vector<Rate>& rates) {
  std::set<std::tuple<TokenClass, ServiceTier, std::int64_t>> seen;
  for (const Rate& rate : rates) {
    const ServiceTier tier =
        rate.service_tier == ServiceTier::kUnset ? ServiceTier::kStandard : rate.service_tier;
    const std::int64_t above = rate.above_input_tokens.value_or(0);
    if (enum_name(rate.token_class).empty() || above < 0 || rate.price_e18.value_or(-1) < 0) {
      return false;
    }
    if (!seen.emplace(rate.token_class, tier, above).second) return false;
  }
  return !rates.empty();
}

}  // namespace

bool prices_are_right(const std::vector<ModelPrices>& models) {
  std::set<std::string_view> seen;
  for (const ModelPrices& prices : models) {
    if (!is_name_form(prices.model.view()) || !rates_are_right(prices.rates)) return false;
    if (!seen.insert(prices.model.view()).second) return false;
  }
  return !models.empty();
}

}  // namespace nemo
