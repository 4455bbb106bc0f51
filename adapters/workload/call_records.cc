#include "adapters/workload/call_records.h"

#include "adapters/workload/customer_script.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

// Event ids of calls lie far behind those of customers' records.
constexpr std::uint64_t kFirstCallId = std::uint64_t{1} << 40;

std::string numbered(const char* name, std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return name + digits;
}

Payload request_of(const World& world, const CallPlan& plan) {
  ReservationRequested request;
  request.reservation_id = ReservationId(reservation_name(plan.row));
  request.key_id = key_of(world, plan);
  request.model = ModelName(model_of(world, plan));
  request.max_usage = plan.hold.usage();
  request.estimated_tokens = plan.estimated_tokens;
  if (plan.ttl_ms > 0) request.ttl_ms = plan.ttl_ms;
  for (std::size_t tag = 0; tag < kTagCount; ++tag) {
    if ((plan.tags >> tag & 1) != 0) request.tags.emplace_back(kTagNames[tag]);
  }
  return request;
}

Payload increase_of(const World& world, const CallPlan& plan) {
  ReservationIncreased increase;
  increase.reservation_id = ReservationId(reservation_name(plan.row));
  increase.increase_id = IncreaseId(numbered("more-", plan.row));
  increase.amount_nano = increase_amount(world, plan);
  increase.estimated_tokens = plan.more_output_tokens;
  increase.extend_ms = plan.extend_ms;
  return increase;
}

Payload settlement_of(const World& world, const CallPlan& plan, Exactness exactness) {
  ReservationSettled settled;
  settled.reservation_id = ReservationId(reservation_name(plan.row));
  settled.usage = plan.used.usage();
  settled.tokens = plan.used.sum();
  settled.key_id = key_of(world, plan);
  settled.model = ModelName(model_of(world, plan));
  settled.exactness = exactness;
  return settled;
}

Payload usage_of(const World& world, const CallPlan& plan) {
  UsageRecorded recorded;
  recorded.usage_id = UsageId(usage_name(plan.row));
  recorded.key_id = key_of(world, plan);
  recorded.model = ModelName(model_of(world, plan));
  recorded.usage = plan.used.usage();
  recorded.tokens = plan.used.sum();
  return recorded;
}

Payload end_of(const World& world, const CallPlan& plan, EndKind kind) {
  switch (kind) {
    case EndKind::kSettle:
      return settlement_of(world, plan, Exactness::kExact);
    case EndKind::kSettlePartial:
      return settlement_of(world, plan, Exactness::kPartial);
    case EndKind::kRelease:
      return ReservationReleased{
          ReservationId(reservation_name(plan.row)),
          Label(plan.fate == Fate::kFails ? "provider failed" : "caller left")};
    case EndKind::kRecordUsage:
      return usage_of(world, plan);
    case EndKind::kNone:
      break;
  }
  NEMO_ASSERT(false);
  return ClockTicked{};
}

Payload payload_of(const World& world, const CallPlan& plan, Step step) {
  switch (step) {
    case Step::kReserve:
      return request_of(world, plan);
    case Step::kIncrease:
      return increase_of(world, plan);
    case Step::kEnd:
      return end_of(world, plan, plan.end);
    case Step::kSecond:
      return end_of(world, plan, plan.second);
  }
  return ClockTicked{};
}

}  // namespace

std::string reservation_name(std::int64_t row) { return numbered("call-", row); }

std::string usage_name(std::int64_t row) { return numbered("usage-", row); }

TimedEnvelope call_record(const World& world, const CallPlan& plan, Step step) {
  TimedEnvelope record;
  record.at = plan.step_at(step);
  record.envelope.event_id =
      draw_event_id(world.options().seed, kFirstCallId + static_cast<std::uint64_t>(plan.row) * 4 +
                                              static_cast<std::uint64_t>(step));
  record.envelope.org_id = org_of(world, plan);
  record.envelope.producer = Label("workload");
  record.envelope.payload = payload_of(world, plan, step);
  return record;
}

}  // namespace nemo
