#include "engine/pricing/price_table.h"

#include <algorithm>
#include <optional>

#include "events/values/integer.h"

namespace nemo {
namespace {

// Rates are 1e-18 units and seconds come in thousandths: sums are taken in 1e-21 units.
constexpr std::int64_t kMilli = 1'000;
constexpr std::int64_t kNanoInSumUnits = 1'000'000'000'000;

bool before(const PriceTable::Tier& a, const PriceTable::Tier& b) {
  if (a.above_input_tokens != b.above_input_tokens) {
    return a.above_input_tokens > b.above_input_tokens;
  }
  return a.service_tier > b.service_tier;
}

ServiceTier tier_or_standard(ServiceTier tier) {
  return tier == ServiceTier::kUnset ? ServiceTier::kStandard : tier;
}

Wide whole_input(const Usage& usage) {
  const auto count = [](const std::optional<std::int64_t>& value) { return Wide{value.value_or(0)}; };
  return count(usage.input_tokens) + count(usage.cache_read_tokens) +
         count(usage.cache_write_5m_tokens) + count(usage.cache_write_1h_tokens) +
         count(usage.input_audio_tokens) + count(usage.input_image_tokens);
}

std::optional<std::int64_t> rate_in(const std::vector<PriceTable::Tier>& tiers, ServiceTier tier,
                                    Wide input) {
  for (const PriceTable::Tier& rate : tiers) {
    const bool reached = rate.above_input_tokens == 0 || input > rate.above_input_tokens;
    if (rate.service_tier == tier && reached) return rate.price_e18;
  }
  return std::nullopt;
}

std::optional<std::int64_t> rate_of(const std::vector<PriceTable::Tier>& tiers, ServiceTier tier,
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

}  // namespace

PriceTable::PriceTable(const std::vector<ModelPrices>& models) {
  for (const ModelPrices& prices : models) {
    Model& model = models_.emplace_back();
    model.name = prices.model.value;
    for (const Rate& rate : prices.rates) {
      model.tiers[static_cast<std::size_t>(rate.token_class)].push_back(
          {tier_or_standard(rate.service_tier), rate.above_input_tokens.value_or(0),
           rate.price_e18.value_or(0)});
    }
    for (std::vector<Tier>& tiers : model.tiers) std::sort(tiers.begin(), tiers.end(), before);
  }
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
  const PriceTable::Model* prices = table.find(model);
  if (prices == nullptr) return {PriceResult::kNoPrice, {}};
  const ServiceTier tier = tier_or_standard(usage.service_tier);
  const Wide input = whole_input(usage);
  const auto counts = usage_counts(usage);
  Wide sum = 0;
  bool overflow = false;
  for (std::size_t number = 1; number < kTokenClassCount; ++number) {
    if (counts[number] == 0) continue;
    const std::optional<std::int64_t> rate = rate_of(prices->tiers[number], tier, input);
    if (!rate) return {PriceResult::kNoPrice, {}};
    const bool in_thousandths = number == static_cast<std::size_t>(TokenClass::kSeconds);
    Wide cost = Wide{counts[number]} * *rate;
    overflow = overflow || __builtin_mul_overflow(cost, Wide{in_thousandths ? 1 : kMilli}, &cost);
    overflow = overflow || __builtin_add_overflow(sum, cost, &sum);
  }
  if (overflow) return {PriceResult::kOverflow, {}};
  const std::optional<std::int64_t> nano = narrow(round_to_nano(sum));
  if (!nano) return {PriceResult::kOverflow, {}};
  return {PriceResult::kPriced, Nano{*nano}};
}

}  // namespace nemo
