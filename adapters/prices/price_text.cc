#include "adapters/prices/price_text.h"

#include "adapters/prices/decimal.h"

namespace nemo {
namespace {

constexpr int kUnitDecimals = 18;
constexpr int kMillionDecimals = 12;

PriceLine line_of(const ModelPrices& prices, const Rate& rate) {
  const std::string_view tier = enum_name(rate.service_tier);
  const std::int64_t price_e18 = rate.price_e18.value_or(0);
  return {prices.model.value,
          std::string(enum_name(rate.token_class)),
          std::string(tier.empty() ? enum_name(ServiceTier::kStandard) : tier),
          rate.above_input_tokens.value_or(0),
          format_price(price_e18),
          format_price_per_million(price_e18)};
}

}  // namespace

std::string format_price(std::int64_t price_e18) {
  return format_decimal(price_e18, kUnitDecimals);
}

std::string format_price_per_million(std::int64_t price_e18) {
  return format_decimal(price_e18, kMillionDecimals);
}

std::vector<PriceLine> price_lines(const PriceBookPublished& book) {
  std::vector<PriceLine> lines;
  for (const ModelPrices& prices : book.models) {
    for (const Rate& rate : prices.rates) lines.push_back(line_of(prices, rate));
  }
  return lines;
}

}  // namespace nemo
