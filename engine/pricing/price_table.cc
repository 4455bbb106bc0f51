#include "engine/pricing/price_table.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "events/values/assert.h"

namespace nemo {
namespace {

// Rates are 1e-18 units and seconds come in thousandths: sums are taken in 1e-21 units.
constexpr std::int64_t kMilli = 1'000;
constexpr std::int64_t kNanoInSumUnits = 1'000'000'000'000;

ServiceTier tier_or_standard(ServiceTier tier) {
  return tier == ServiceTier::kUnset ? ServiceTier::kStandard : tier;
}

bool before(const PriceTable::Tier& a, const PriceTable::Tier& b) {
  return std::tuple(a.token_class, -a.above_input_tokens, a.service_tier) <
         std::tuple(b.token_class, -b.above_input_tokens, b.service_tier);
}

PriceTable::Model model_of(const ModelPrices& prices) {
  PriceTable::Model model;
  model.name = prices.model.value;
  for (const Rate& rate : prices.rates) {
    model.tiers.push_back({rate.token_class, tier_or_standard(rate.service_tier),
                           rate.above_input_tokens.value_or(0), rate.price_e18.value_or(0)});
  }
  std::sort(model.tiers.begin(), model.tiers.end(), before);
  for (const PriceTable::Tier& tier : model.tiers) {
    NEMO_ASSERT(static_cast<std::size_t>(tier.token_class) < kTokenClassCount);
    ++model.start[static_cast<std::size_t>(tier.token_class) + 1];
  }
  for (std::size_t number = 1; number < model.start.size(); ++number) {
    model.start[number] += model.start[number - 1];
  }
  return model;
}

Wide whole_input(const Usage& usage) {
  const auto count = [](const std::optional<std::int64_t>& value) {
    return Wide{value.value_or(0)};
  };
  return count(usage.input_tokens) + count(usage.cache_read_tokens) +
         count(usage.cache_write_5m_tokens) + count(usage.cache_write_1h_tokens) +
         count(usage.input_audio_tokens) + count(usage.input_image_tokens);
}

std::optional<std::int64_t> rate_in(std::span<const PriceTable::Tier> tiers, ServiceTier tier,
                                    Wide input) {
  for (const PriceTable::Tier& rate : tiers) {
    const bool reached = rate.above_input_tokens == 0 || input > rate.above_input_tokens;
    if (rate.service_tier == tier && reached) return rate.price_e18;
  }
  return std::nullopt;
}

std::optional<std::int64_t> rate_of(std::span<const PriceTable::Tier> tiers, ServiceTier tier,
                                    Wide input) {
  const std::optional<std::int64_t> own = rate_in(tiers, tier, input);
  return own || tier == ServiceTier::kStandard ? own
                                               : rate_in(tiers, ServiceTier::kStandard, input);
}

// Half to even. `sum` >= 0.
Wide round_to_nano(Wide sum) {
  const Wide whole = sum / kNanoInSumUnits;
  const Wide rest = sum % kNanoInSumUnits;
  const Wide half = kNanoInSumUnits / 2;
  const bool up = rest > half || (rest == half && whole % 2 != 0);
  return whole + (up ? 1 : 0);
}

// Calls add(class number, cost in 1e-21 units) for each class used; add says whether it fits. A
// class without a rate outweighs an overflow: the answer does not hang on the classes' order.
template <class Add>
PriceResult for_each_cost(const PriceTable::Model* model, const Usage& usage, Add&& add) {
  if (model == nullptr) return PriceResult::kNoPrice;
  const ServiceTier tier = tier_or_standard(usage.service_tier);
  const Wide input = whole_input(usage);
  const auto counts = usage_counts(usage);
  bool fits = true;
  for (std::size_t number = 1; number < kTokenClassCount; ++number) {
    if (counts[number] == 0) continue;
    const std::optional<std::int64_t> rate = rate_of(model->tiers_of(number), tier, input);
    if (!rate) return PriceResult::kNoPrice;
    const bool in_thousandths = number == static_cast<std::size_t>(TokenClass::kSeconds);
    Wide cost = Wide{counts[number]} * *rate;
    fits = fits && !__builtin_mul_overflow(cost, Wide{in_thousandths ? 1 : kMilli}, &cost);
    fits = fits && add(number, cost);
  }
  return fits ? PriceResult::kPriced : PriceResult::kOverflow;
}

}  // namespace

PriceTable::PriceTable(const std::vector<ModelPrices>& models) {
  models_.reserve(models.size());
  for (const ModelPrices& prices : models) models_.push_back(model_of(prices));
  std::sort(models_.begin(), models_.end(),
            [](const Model& a, const Model& b) { return a.name < b.name; });
}

const PriceTable::Model* PriceTable::find(std::string_view model) const {
  const auto place =
      std::lower_bound(models_.begin(), models_.end(), model,
                       [](const Model& entry, std::string_view name) { return entry.name < name; });
  return place != models_.end() && place->name == model ? &*place : nullptr;
}

PricedCall price_call(const PriceTable& table, std::string_view model, const Usage& usage) {
  Wide sum = 0;
  const PriceResult result = for_each_cost(
      table.find(model), usage,
      [&sum](std::size_t, Wide cost) { return !__builtin_add_overflow(sum, cost, &sum); });
  if (result != PriceResult::kPriced) return {result, {}};
  const std::optional<std::int64_t> nano = narrow(round_to_nano(sum));
  if (!nano) return {PriceResult::kOverflow, {}};
  return {PriceResult::kPriced, Nano{*nano}};
}

CallParts price_parts(const PriceTable& table, std::string_view model, const Usage& usage) {
  CallParts parts;
  parts.result = for_each_cost(table.find(model), usage, [&parts](std::size_t number, Wide cost) {
    parts.cost_e21[number] = cost;
    return true;
  });
  return parts;
}

}  // namespace nemo
