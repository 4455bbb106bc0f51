#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "adapters/workload/call_plan.h"
#include "adapters/workload/call_source.h"
#include "adapters/workload/world.h"
#include "events/values/integer.h"

namespace nemo {

// What one key's calls would come to if all were granted.
struct KeyTotals {
  std::int64_t calls = 0;
  std::int64_t tokens = 0;      // estimated
  std::int64_t latency_ms = 0;  // from reservation to end
  Wide cost = 0;                // nano-units
};

struct OrgTotals {
  Wide cost = 0;      // of all its calls
  Wide hold_max = 0;  // the largest hold
  std::vector<KeyTotals> keys;
  std::vector<Wide> model_cost;
  std::array<Wide, kTagCount> tag_cost{};
};

// What the calls would come to if all were granted: limits, budgets and credits are made to fit,
// so that most calls pass and some do not, whatever the trace, the mix and the prices.
struct Totals {
  std::vector<OrgTotals> orgs;
  TimeMs first_at;
  TimeMs last_at;       // of the last call
  TimeMs last_step_at;  // of the last thing that a call does
  std::int64_t active_minutes = 1;
  std::int64_t active_ms = 1;  // in all
  std::int64_t days = 1;
};

// Plans every call once and adds it up.
Totals add_up(const World& world, const CallSource& source);

}  // namespace nemo
