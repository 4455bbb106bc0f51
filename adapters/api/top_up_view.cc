#include "adapters/api/top_up_view.h"

#include "adapters/api/amount_members.h"
#include "adapters/api/fault.h"
#include "events/values/time.h"

namespace nemo::api {
namespace {

void add_if_set(wire::Members& members, std::string_view name, std::optional<Nano> amount) {
  if (amount) add_amount(members, name, amount->wide());
}

void add_purchases(wire::Members& members, const TopUpState& top_up, TimeMs now) {
  const bool is_of_today = top_up.day == window_start(Period::kDaily, now);
  add_amount(members, "bought_today", is_of_today ? top_up.bought.wide() : 0);
  if (!top_up.pending.empty()) {
    members.text("pending", top_up.pending.view());
    members.time("pending_since", top_up.pending_since);
  }
  if (top_up.failures == 0) return;
  wire::append_digits(top_up.failures, members.name("failures"));
  if (top_up.retry_at > now) members.time("retry_at", top_up.retry_at);
}

}  // namespace

void append_auto_top_up(const OrgReading& reading, const TopUpState& top_up, TimeMs now,
                        std::string& out) {
  const std::optional<OrgBilling>& billing = reading.org.billing;
  if (!billing || !billing->low_balance) fail_not_found();
  wire::Members members(out);
  add_amount(members, "threshold", billing->low_balance->wide());
  add_if_set(members, "amount", billing->top_up_amount);
  add_if_set(members, "daily_cap", billing->top_up_daily_cap);
  if (billing->top_up_amount) add_purchases(members, top_up, now);
  members.plain("position", format_position(reading.position));
}

}  // namespace nemo::api
