#include "adapters/workload/totals.h"

#include <algorithm>

namespace nemo {
namespace {

void add_times(Totals& totals, const CallPlan& plan) {
  totals.last_at = plan.at;
  totals.last_step_at = std::max(totals.last_step_at, plan.at);
  if (plan.end != EndKind::kNone) {
    totals.last_step_at = std::max(totals.last_step_at, plan.end_at);
  }
  if (plan.second != EndKind::kNone) {
    totals.last_step_at = std::max(totals.last_step_at, plan.second_at);
  }
}

void add_call(const World& world, const CallPlan& plan, OrgTotals& org) {
  const std::string_view model = model_of(world, plan);
  const Wide cost = world.price(model, plan.used).value_or(Nano{}).wide();
  const Wide hold = world.price(model, plan.hold).value_or(Nano{}).wide();
  org.hold_max = std::max(org.hold_max, hold);
  KeyTotals& key = org.keys[plan.key];
  ++key.calls;
  key.tokens += plan.estimated_tokens;
  key.latency_ms += plan.end_at.value - plan.at.value;
  if (plan.end == EndKind::kRelease || plan.end == EndKind::kNone) return;
  org.cost += cost;
  key.cost += cost;
  org.model_cost[plan.model] += cost;
  for (std::size_t tag = 0; tag < kTagCount; ++tag) {
    if ((plan.tags >> tag & 1) != 0) org.tag_cost[tag] += cost;
  }
}

}  // namespace

Totals add_up(const World& world, const CallSource& source) {
  Totals totals;
  totals.first_at = source.call(0).at;
  totals.last_step_at = totals.first_at;
  totals.active_minutes = source.active_minutes();
  totals.active_ms = source.active_minutes() * source.active_ms_in_minute();
  totals.days = source.days();
  for (const OrgShape& org : world.orgs()) {
    OrgTotals& of_org = totals.orgs.emplace_back();
    of_org.keys.resize(org.keys.size());
    of_org.model_cost.resize(world.options().models.size());
  }
  for (std::int64_t row = 0; row < source.count(); ++row) {
    const CallPlan plan = plan_call(world, row, source.call(row));
    add_times(totals, plan);
    add_call(world, plan, totals.orgs[plan.org]);
  }
  return totals;
}

}  // namespace nemo
