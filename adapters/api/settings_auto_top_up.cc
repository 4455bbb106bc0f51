#include <algorithm>
#include <cstdint>

#include "adapters/api/amount_members.h"
#include "adapters/api/body.h"
#include "adapters/api/credit_price.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/settings.h"

namespace nemo::api {
namespace {

// Bought in a day at most, in times of the amount, where nothing is said of it: what goes wrong
// costs no more than that.
constexpr Wide kDailyTimes = 5;

Nano daily_cap_of(Nano amount) {
  return {static_cast<std::int64_t>(std::min<Wide>(amount.wide() * kDailyTimes, INT64_MAX))};
}

// What the ledger would accept, and Stripe or common sense would not.
void check(const AutoTopUpSet& set, std::int64_t fee_bps) {
  if (!set.threshold_nano) {
    fail_invalid("`threshold` is missing: a balance below it is low", "threshold");
  }
  if (set.amount_nano) price_of(set.amount_nano, fee_bps);
  if (!set.daily_cap_nano) return;
  if (!set.amount_nano) {
    fail_invalid("`daily_cap` is of what is bought: without an `amount` nothing is", "daily_cap");
  }
  check_whole_cents(*set.daily_cap_nano, "daily_cap");
  if (*set.daily_cap_nano < *set.amount_nano) {
    fail_invalid("`daily_cap` is below `amount`: nothing would ever be bought", "daily_cap");
  }
}

}  // namespace

bool buys_credits(const Asked& asked) {
  AutoTopUpSet set;
  Body(asked.request.body).read(set);
  return set.amount_nano.has_value();
}

void Settings::set_auto_top_up(const Asked& asked, const http::Respond& respond) {
  AutoTopUpSet set;
  Body(asked.request.body).read(set);
  const EventId event_id = event_id_of(asked.request, asked.org_id);
  if (!is_repeat(asked, event_id)) check(set, fee_bps_of(asked.org_id));
  if (set.amount_nano && !set.daily_cap_nano) set.daily_cap_nano = daily_cap_of(*set.amount_nano);
  std::string body;
  {
    wire::Members members(body);
    if (set.threshold_nano) add_amount(members, "threshold", set.threshold_nano->wide());
    if (set.amount_nano) add_amount(members, "amount", set.amount_nano->wide());
    if (set.daily_cap_nano) add_amount(members, "daily_cap", set.daily_cap_nano->wide());
  }
  write(asked, event_id, set, 200, std::move(body), respond);
}

void Settings::remove_auto_top_up(const Asked& asked, const http::Respond& respond) {
  write(asked, event_id_of(asked.request, asked.org_id), AutoTopUpRemoved{}, 200,
        named("removed", "auto_top_up"), respond);
}

std::int64_t Settings::fee_bps_of(const OrgId& org_id) {
  std::int64_t fee_bps = 0;
  ledger_.read(org_id, [&](const OrgReading& reading) { fee_bps = reading.fee_bps; });
  return fee_bps;
}

}  // namespace nemo::api
