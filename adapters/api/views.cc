#include "adapters/api/views.h"

#include "adapters/api/amount_members.h"
#include "adapters/daemon/org_status.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

using wire::Members;

void add_limit(Members& members, std::string_view name, std::optional<std::int64_t> limit) {
  std::string& out = members.name(name);
  if (limit) {
    wire::append_digits(*limit, out);
  } else {
    out.append("null");
  }
}

void add_digits(Members& members, std::string_view name, std::int64_t value) {
  wire::append_digits(value, members.name(name));
}

void append_lot(const Lot& lot, PartitionId partition, std::string& out) {
  Members members(out);
  members.text("grant_id", lot.grant_id.view());
  members.plain("kind", enum_name(lot.kind));
  add_amount(members, "left", lot.left.wide());
  members.time("expires_at", lot.expires_at);
  members.plain("position", format_position({partition, lot.offset}));
}

std::string_view name_of(ReservationPhase phase) {
  switch (phase) {
    case ReservationPhase::kDenied:
      return "denied";
    case ReservationPhase::kOpen:
      return "open";
    case ReservationPhase::kSettled:
      return "settled";
    case ReservationPhase::kReleased:
      return "released";
    case ReservationPhase::kExpired:
      return "expired";
  }
  return "";
}

}  // namespace

void append_organization(const OrgId& org_id, const OrgReading& reading, std::string& out) {
  Members members(out);
  members.text("org_id", org_id.view());
  members.text("name", reading.directory.name.view());
  members.plain("status", status_name(reading.org.status));
  members.plain("currency", "USD");
  members.text("plan", reading.directory.plan.view());
  add_amount(members, "credit_line", reading.org.credit_line.wide());
  members.plain("position", format_position(reading.position));
}

void append_balance(const OrgReading& reading, bool with_lots, std::string& out) {
  Members members(out);
  add_amount(members, "balance", reading.org.balance.wide());
  add_amount(members, "held", reading.org.held.wide());
  add_amount(members, "available", reading.org.available());
  members.plain("position", format_position(reading.position));
  if (!with_lots) return;
  add_amount(members, "credit_line", reading.org.credit_line.wide());
  std::string& list = members.name("lots");
  list.push_back('[');
  for (const Lot& lot : reading.org.lots) {
    if (list.back() != '[') list.push_back(',');
    append_lot(lot, reading.position.partition, list);
  }
  list.push_back(']');
}

void append_key(const KeyState& stored, const OrgReading& reading, TimeMs now, std::string& out) {
  KeyState key = stored;
  key.roll_minute(now);
  Members members(out);
  members.text("key_id", key.key_id.view());
  const auto secret = reading.directory.secrets.find(key.key_id.value);
  if (secret != reading.directory.secrets.end()) {
    members.text("display_prefix", secret->second.display_prefix.view());
  }
  const bool expired = key.expires_at && now >= *key.expires_at;
  members.plain("status", key.revoked ? "revoked" : expired ? "expired" : "active");
  members.text("user_id", key.user_id.view());
  members.text("team_id", key.team_id.view());
  std::string& models = members.name("allowed_models");
  models.push_back('[');
  for (const ModelName& model : key.allowed_models) {
    if (models.back() != '[') models.push_back(',');
    wire::append_json_text(model.view(), models);
  }
  models.push_back(']');
  members.time("expires_at", key.expires_at);
  add_limit(members, "requests_per_minute", key.requests_per_minute);
  add_digits(members, "requests", key.requests);
  add_limit(members, "tokens_per_minute", key.tokens_per_minute);
  add_digits(members, "tokens", narrow(key.tokens).value_or(INT64_MAX));
  add_limit(members, "parallel_requests", key.parallel_requests);
  add_digits(members, "open_holds", key.open_holds);
}

void append_member(std::string_view user_id, Role role, std::string& out) {
  Members members(out);
  members.text("user_id", user_id);
  members.plain("role", enum_name(role));
}

void append_team(const Team& team, std::string& out) {
  Members members(out);
  members.text("team_id", team.team_id.view());
  members.text("name", team.name.view());
}

void append_budget(const BudgetState& budget, TimeMs now, std::string& out) {
  WindowMemo windows;
  const BudgetStanding standing = budget.standing(windows.at(now));
  Members members(out);
  add_standing(members, standing);
  if (budget.period != Period::kTotal) {
    members.time("window_start", window_start(budget.period, now));
    members.time("window_end", window_end(budget.period, now));
  }
  std::string& percents = members.name("alert_percents");
  percents.push_back('[');
  for (const std::int64_t percent : budget.alert_percents) {
    if (percents.back() != '[') percents.push_back(',');
    wire::append_digits(percent, percents);
  }
  percents.push_back(']');
}

void append_reservation(std::string_view reservation_id, const ReservationState& state,
                        LogPosition seen, std::string& out) {
  Members members(out);
  members.text("reservation_id", reservation_id);
  members.plain("status", name_of(state.phase));
  if (state.has_request()) members.plain("first_outcome", format_outcome_name(state.first));
  members.plain("position", format_position(seen));
  if (!state.was_granted()) return;
  add_amount(members, "amount", state.granted.wide());
  members.time("granted_at", state.granted_at);
  members.time("expires_at", state.expires_at);
}

}  // namespace nemo::api
