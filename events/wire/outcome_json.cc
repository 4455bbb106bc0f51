#include "events/wire/outcome_json.h"

#include <array>
#include <utility>

#include "events/outcomes/flag_names.h"
#include "events/wire/json_members.h"
#include "events/wire/json_text.h"

namespace nemo {
namespace {

using wire::Members;

void append_position(LogPosition position, std::string& out) {
  out.push_back('"');
  wire::append_digits(position.partition, out);
  out.push_back('/');
  wire::append_digits(position.offset, out);
  out.push_back('"');
}

void append_name(OutcomeName name, std::string& out) {
  out.push_back('"');
  out.append(outcome_code_name(name.code));
  if (name.field != Field::kNone) {
    out.push_back('_');
    out.append(field_name(name.field));
  }
  out.push_back('"');
}

void append_standing(const BudgetStanding& budget, Members& members) {
  members.plain("scope", enum_name(budget.scope));
  members.text("scope_id", budget.scope_id.view());
  members.plain("period", enum_name(budget.period));
  members.number("limit_nano", budget.limit_nano);
  members.number("spent_nano", budget.spent_nano);
  members.number("held_nano", budget.held_nano);
}

// The members of each shape of detail.
struct DetailMembers {
  Members& members;

  void operator()(const std::monostate&) const {}
  void operator()(const GrantedDetail& detail) const {
    members.number("amount_nano", detail.amount_nano);
    members.time("expires_at", detail.expires_at);
    if (!detail.tightest) return;
    const BudgetStanding& budget = *detail.tightest;
    Members tightest(members.name("tightest"));
    append_standing(budget, tightest);
    tightest.number("remaining_nano",
                    budget.limit_nano.wide() - budget.spent_nano.wide() - budget.held_nano.wide());
  }
  void operator()(const LimitDetail& detail) const {
    members.number("limit", detail.limit);
    members.number("used", detail.used);
    members.time("retry_at", detail.retry_at);
  }
  void operator()(const BudgetDetail& detail) const {
    append_standing(detail.budget, members);
    members.time("retry_at", detail.retry_at);
  }
  void operator()(const CreditsDetail& detail) const {
    members.number("needed_nano", detail.needed_nano);
    members.number("available_nano", detail.available_nano);
  }
  void operator()(const SettledDetail& detail) const {
    members.number("cost_nano", detail.cost_nano);
  }
  void operator()(const AmountDetail& detail) const {
    members.number("amount_nano", detail.amount_nano);
  }
  void operator()(const FirstDetail& detail) const {
    Members first(members.name("first"));
    append_name(detail.outcome, first.name("outcome"));
    append_position(detail.position, first.name("position"));
  }
  void operator()(const MalformedDetail& detail) const {
    members.plain("reason", enum_name(detail.reason));
  }
  void operator()(const AlertDetail& detail) const {
    members.plain("scope", enum_name(detail.scope));
    members.text("scope_id", detail.scope_id.view());
    members.plain("period", enum_name(detail.period));
    members.number("percent", detail.percent);
  }
  void operator()(const CreditExpiredDetail& detail) const {
    members.text("grant_id", detail.grant_id.view());
    members.number("amount_nano", detail.amount_nano);
  }
  void operator()(const TopUpDetail& detail) const {
    members.number("threshold_nano", detail.threshold_nano);
    if (detail.amount_nano) members.number("amount_nano", *detail.amount_nano);
  }
};

void append_flags(std::uint8_t flags, std::string& out) {
  out.push_back('[');
  for (const auto& [flag, name] : kFlagNames) {
    if ((flags & flag) == 0) continue;
    if (out.back() != '[') out.push_back(',');
    out.push_back('"');
    out.append(name);
    out.push_back('"');
  }
  out.push_back(']');
}

void append_detail(const Detail& detail, std::string& out) {
  Members members(out);
  std::visit(DetailMembers{members}, detail);
}

void append_balance(const Balance& balance, std::string& out) {
  Members members(out);
  members.number("balance_nano", balance.balance_nano);
  members.number("held_nano", balance.held_nano);
  members.number("available_nano", balance.available_nano);
}

void append_account(Account account, const OrgId& org_id, std::string& out) {
  out.push_back('"');
  out.append(account_name(account));
  if (is_organization_account(account)) {
    out.push_back(':');
    out.append(org_id.view());
  }
  out.push_back('"');
}

void append_postings(const Outcome& outcome, std::string& out) {
  out.push_back('[');
  for (const Posting& posting : outcome.postings) {
    if (out.back() != '[') out.push_back(',');
    Members members(out);
    append_account(posting.debit, outcome.org_id, members.name("debit"));
    append_account(posting.credit, outcome.org_id, members.name("credit"));
    members.number("amount_nano", posting.amount.wide());
  }
  out.push_back(']');
}

}  // namespace

void append_outcome_json(const Outcome& outcome, std::string& out) {
  Members line(out);
  append_position(outcome.position, line.name("position"));
  line.time("at", outcome.at);
  if (outcome.by_time) {
    line.plain("cause", "time");
  } else if (outcome.event_id) {
    line.plain("event_id", format_event_id(*outcome.event_id));
  }
  if (!outcome.org_id.empty()) line.text("org_id", outcome.org_id.view());
  append_name(outcome.name, line.name("outcome"));
  append_flags(outcome.flags, line.name("flags"));
  if (!outcome.reservation_id.empty()) line.text("reservation_id", outcome.reservation_id.view());
  append_detail(outcome.detail, line.name("detail"));
  if (outcome.balance) append_balance(*outcome.balance, line.name("balance"));
  append_postings(outcome, line.name("postings"));
}

}  // namespace nemo
