#include "adapters/workload/customer_script.h"

#include <algorithm>

namespace nemo {
namespace {

constexpr Wide kAmountMax = 1'000'000'000'000'000'000;

}  // namespace

Nano nano_of(Wide amount) {
  return {static_cast<std::int64_t>(std::clamp(amount, -kAmountMax, kAmountMax))};
}

EventId draw_event_id(std::uint64_t seed, std::uint64_t index) {
  Random random = Random::stream(seed, Random::Purpose::kEventId, index);
  EventId id;
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint64_t word = random.next();
    for (std::size_t i = 0; i < 8; ++i) {
      id.bytes[8 * half + i] = static_cast<std::uint8_t>(word >> (8 * i));
    }
  }
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

TimeMs CustomerScript::moment(std::int64_t per_mille) const {
  const std::int64_t span = totals_.last_at.value - totals_.first_at.value;
  return {totals_.first_at.value + static_cast<std::int64_t>(Wide{span} * per_mille / 1'000)};
}

void CustomerScript::write(TimeMs at, Payload payload) {
  TimedEnvelope& record = records_.emplace_back();
  record.at = at;
  record.envelope.org_id = org().org_id;
  record.envelope.producer = Label("workload");
  record.envelope.payload = std::move(payload);
}

void CustomerScript::grant(TimeMs at, const char* grant_id, CreditKind kind, Wide amount,
                           std::optional<TimeMs> expires_at) {
  CreditGranted record;
  record.grant_id = GrantId(grant_id);
  record.kind = kind;
  record.amount_nano = nano_of(std::max<Wide>(amount, 1));
  record.expires_at = expires_at;
  write(at, std::move(record));
}

void CustomerScript::budget(TimeMs at, Scope scope, std::string_view scope_id, Period period,
                            Wide limit) {
  BudgetSet record;
  record.scope = scope;
  record.scope_id = ScopeId(scope_id);
  record.period = period;
  record.limit_nano = nano_of(limit);
  // A whole organization is watched closely; the others' alerts are those of the ledger.
  if (scope == Scope::kOrganization) record.alert_percents = {10, 25, 50, 75, 90, 100};
  write(at, std::move(record));
}

}  // namespace nemo
