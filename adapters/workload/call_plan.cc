#include "adapters/workload/call_plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/workload/random.h"

namespace nemo {
namespace {

constexpr std::int64_t kLatencyMsMax = 500'000;  // within the default time to live
constexpr std::int64_t kSoonestMs = 700;         // nothing ends before
constexpr std::int64_t kShortTtlMs = 30'000;
constexpr std::int64_t kExtendMs = 60'000;
constexpr std::string_view kUnpricedName = "example/unpriced-preview";

constexpr std::array<std::string_view, 16> kFateNames = {
    "settles",      "fails",        "cancelled",   "cut_off",        "settles_twice",
    "settles_late", "exceeds_hold", "increases",   "orphan",         "released_then_settled",
    "abandoned",    "unreserved",   "unknown_key", "unpriced_model", "unknown_organization",
    "foreign_model"};
constexpr std::array<std::string_view, 5> kEndNames = {"", "settle", "settle_partial", "release",
                                                       "record_usage"};

// The fates in the order of kNamedShares; cancels is drawn apart.
constexpr Fate kFates[] = {Fate::kFails,
                           Fate::kCancelled,
                           Fate::kSettlesTwice,
                           Fate::kSettlesLate,
                           Fate::kExceedsHold,
                           Fate::kIncreases,
                           Fate::kOrphan,
                           Fate::kReleasedThenSettled,
                           Fate::kAbandoned,
                           Fate::kUnreserved,
                           Fate::kUnknownKey,
                           Fate::kUnpricedModel,
                           Fate::kUnknownOrganization};

Fate draw_fate(const CallShares& shares, Random& random) {
  std::int64_t left = random.below(1'000);
  for (std::size_t i = 0; i < std::size(kFates); ++i) {
    const std::int64_t share = shares.*kNamedShares[i].share;
    if (left < share) {
      const bool cut_off = kFates[i] == Fate::kCancelled && left % 2 == 1;
      return cut_off ? Fate::kCutOff : kFates[i];
    }
    left -= share;
  }
  return Fate::kSettles;
}

// Two fifths of an organization's calls come by its first key, the rest evenly by the others.
std::size_t draw_key(const OrgShape& org, Random& random) {
  const auto keys = static_cast<std::int64_t>(org.keys.size());
  if (keys == 1 || random.below(5) < 2) return 0;
  return static_cast<std::size_t>(1 + random.below(keys - 1));
}

void draw_model(const World& world, CallPlan& plan, Random& random) {
  plan.model = world.model_at(random.below(world.model_weight()));
  const bool foreign = random.below(1'000) < world.options().shares.foreign_model;
  const std::size_t some = world.some_models();
  const std::size_t all = world.options().models.size();
  if (world.orgs()[plan.org].keys[plan.key].kind != KeyKind::kSomeModels) return;
  if (foreign && plan.fate == Fate::kSettles && some < all) {
    plan.fate = Fate::kForeignModel;
    plan.model = some + plan.model % (all - some);
  } else {
    plan.model %= some;
  }
}

// A time to first token, then a steady stream.
std::int64_t latency_ms(const TraceRow& call, Random& random) {
  const std::int64_t latency = kSoonestMs + random.below(600) + call.input_tokens / 20 +
                               call.output_tokens * random.between(10, 18);
  return std::min(latency, kLatencyMsMax);
}

// Half of the callers name a limit: the next power of two above what they then get. The others
// leave it to the model's maximum.
std::int64_t output_limit(const World& world, const CallPlan& plan, Random& random) {
  const std::int64_t most =
      std::max(world.options().models[plan.model].max_output_tokens, plan.used.output);
  std::int64_t limit = 256;
  while (limit < plan.used.output) limit *= 2;
  return random.below(2) == 0 ? std::min(limit, most) : most;
}

void plan_tokens(const World& world, const TraceRow& call, CallPlan& plan, Random& random) {
  const std::int64_t cached = world.prices_cache(plan.model) ? call.cached_tokens : 0;
  plan.used = {call.input_tokens - cached, cached, call.output_tokens};
  plan.hold = plan.used;
  plan.hold.output = output_limit(world, plan, random);
  if (plan.fate == Fate::kExceedsHold || plan.fate == Fate::kIncreases) {
    plan.hold.output = plan.used.output / 2;
  }
  if (plan.fate == Fate::kCutOff) {
    plan.used.output = plan.used.output * random.between(1, 9) / 10;
  }
  // Callers reckon with a usual answer, not with the longest.
  plan.estimated_tokens =
      plan.hold.input + plan.hold.cache_read + std::min<std::int64_t>(plan.hold.output, 1'024);
}

void plan_end(CallPlan& plan, EndKind kind, std::int64_t after_ms) {
  plan.end = kind;
  plan.end_at = {plan.at.value + after_ms};
}

void plan_second(CallPlan& plan, EndKind kind, std::int64_t after_ms) {
  plan.second = kind;
  plan.second_at = {plan.end_at.value + after_ms};
}

void plan_increase(CallPlan& plan, std::int64_t latency, Random& random) {
  plan.increased = true;
  plan.increase_at = {plan.at.value + latency / 2};
  plan.more_output_tokens = plan.used.output - plan.hold.output + random.below(64);
  plan.extend_ms = kExtendMs;
}

void plan_steps(const TraceRow& call, CallPlan& plan, Random& random) {
  const std::int64_t latency = latency_ms(call, random);
  plan_end(plan, EndKind::kSettle, latency);
  switch (plan.fate) {
    case Fate::kFails:
      return plan_end(plan, EndKind::kRelease,
                      std::min(latency, kSoonestMs + random.below(20'000)));
    case Fate::kCancelled:
      return plan_end(plan, EndKind::kRelease, kSoonestMs + random.below(latency));
    case Fate::kCutOff:
      return plan_end(plan, EndKind::kSettlePartial,
                      kSoonestMs + latency * random.between(1, 9) / 10);
    case Fate::kSettlesTwice:
      return plan_second(plan, EndKind::kSettle, 50 + random.below(2'000));
    case Fate::kSettlesLate:
      plan.ttl_ms = kShortTtlMs;
      return plan_end(plan, EndKind::kSettle, kShortTtlMs + random.below(90'000));
    case Fate::kIncreases:
      return plan_increase(plan, latency, random);
    case Fate::kReleasedThenSettled:
      plan.end = EndKind::kRelease;
      return plan_second(plan, EndKind::kSettle, 100 + random.below(5'000));
    case Fate::kAbandoned:
      plan.end = EndKind::kNone;
      return;
    case Fate::kOrphan:
      plan.reserves = false;
      return;
    case Fate::kUnreserved:
      plan.reserves = false;
      plan.end = EndKind::kRecordUsage;
      return;
    case Fate::kSettles:
    case Fate::kExceedsHold:
    case Fate::kUnknownKey:
    case Fate::kUnpricedModel:
    case Fate::kUnknownOrganization:
    case Fate::kForeignModel:
      return;
  }
}

}  // namespace

std::string_view fate_name(Fate fate) { return kFateNames[static_cast<std::size_t>(fate)]; }

std::string_view end_name(EndKind kind) { return kEndNames[static_cast<std::size_t>(kind)]; }

TimeMs CallPlan::step_at(Step step) const {
  switch (step) {
    case Step::kReserve:
      return at;
    case Step::kIncrease:
      return increase_at;
    case Step::kEnd:
      return end_at;
    case Step::kSecond:
      return second_at;
  }
  return at;
}

CallPlan plan_call(const World& world, std::int64_t row, const TraceRow& call) {
  Random random =
      Random::stream(world.options().seed, Random::Purpose::kCall, static_cast<std::uint64_t>(row));
  CallPlan plan;
  plan.row = row;
  plan.at = call.at;
  plan.org = world.org_at(random.below(world.org_weight()));
  plan.key = draw_key(world.orgs()[plan.org], random);
  plan.tags = static_cast<unsigned>(random.below(1 << kTagCount));
  plan.fate = draw_fate(world.options().shares, random);
  draw_model(world, plan, random);
  plan_tokens(world, call, plan, random);
  plan_steps(call, plan, random);
  return plan;
}

std::string_view model_of(const World& world, const CallPlan& plan) {
  return plan.fate == Fate::kUnpricedModel
             ? kUnpricedName
             : std::string_view(world.options().models[plan.model].model);
}

OrgId org_of(const World& world, const CallPlan& plan) {
  if (plan.fate != Fate::kUnknownOrganization) return world.orgs()[plan.org].org_id;
  return OrgId("org-unknown");
}

KeyId key_of(const World& world, const CallPlan& plan) {
  if (plan.fate != Fate::kUnknownKey) return world.orgs()[plan.org].keys[plan.key].key_id;
  return KeyId("key-mistyped");
}

Nano increase_amount(const World& world, const CallPlan& plan) {
  Tokens larger = plan.hold;
  larger.output += plan.more_output_tokens;
  const std::string_view model = model_of(world, plan);
  const Nano with = world.price(model, larger).value_or(Nano{});
  const Nano without = world.price(model, plan.hold).value_or(Nano{});
  return {with.value - without.value};
}

}  // namespace nemo
