#pragma once

#include "adapters/workload/call_plan.h"
#include "adapters/workload/timed_envelope.h"

namespace nemo {

// The record of one step of a call. Reservations are `call-000123` by row, usage without one
// `usage-000123`.
TimedEnvelope call_record(const World& world, const CallPlan& plan, Step step);

// "call-000123".
std::string reservation_name(std::int64_t row);
std::string usage_name(std::int64_t row);

}  // namespace nemo
