#include "events/wire/outcome_json.h"

#include <array>
#include <utility>

#include "events/wire/json_text.h"

namespace nemo {
namespace {

constexpr std::array<std::pair<OutcomeFlag, std::string_view>, 5> kFlagNames = {{
    {kFlagAboveHold, "above_hold"},
    {kFlagLate, "late"},
    {kFlagAfterRelease, "after_release"},
    {kFlagOrphan, "orphan"},
    {kFlagUnpriced, "unpriced"},
}};

// Appends the members of one object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_.push_back('{'); }
  ~Members() { out_.push_back('}'); }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  std::string& name(std::string_view name) {
    if (out_.back() != '{') out_.push_back(',');
    out_.push_back('"');
    out_.append(name);
    out_.append("\":");
    return out_;
  }
  // For texts without anything to escape.
  void plain(std::string_view key, std::string_view text) {
    name(key).push_back('"');
    out_.append(text);
    out_.push_back('"');
  }
  void text(std::string_view key, std::string_view text) {
    wire::append_json_text(text, name(key));
  }
  void number(std::string_view key, std::int64_t value) {
    wire::append_json_number(value, name(key));
  }
  void number(std::string_view key, Wide value) { wire::append_json_number(value, name(key)); }
  void number(std::string_view key, Nano value) { number(key, value.value); }
  void time(std::string_view key, TimeMs time) { wire::append_json_time(time, name(key)); }
  void time(std::string_view key, std::optional<TimeMs> at) {
    if (at) time(key, *at);
  }
  void position(std::string_view key, LogPosition position) {
    name(key).push_back('"');
    wire::append_digits(position.partition, out_);
    out_.push_back('/');
    wire::append_digits(position.offset, out_);
    out_.push_back('"');
  }
  void outcome(OutcomeName outcome) {
    name("outcome").push_back('"');
    out_.append(outcome_code_name(outcome.code));
    if (outcome.field != Field::kNone) {
      out_.push_back('_');
      out_.append(field_name(outcome.field));
    }
    out_.push_back('"');
  }

 private:
  std::string& out_;
};

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
    if (detail.unpriced) members.name("unpriced").append("true");
  }
  void operator()(const AmountDetail& detail) const {
    members.number("amount_nano", detail.amount_nano);
  }
  void operator()(const FirstDetail& detail) const {
    Members first(members.name("first"));
    first.outcome(detail.outcome);
    first.position("position", detail.position);
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
    members.number("amount_nano", posting.amount);
  }
  out.push_back(']');
}

}  // namespace

void append_outcome_json(const Outcome& outcome, std::string& out) {
  Members line(out);
  line.position("position", outcome.position);
  line.time("at", outcome.at);
  if (outcome.by_time) {
    line.plain("cause", "time");
  } else if (outcome.event_id) {
    line.plain("event_id", format_event_id(*outcome.event_id));
  }
  if (!outcome.org_id.empty()) line.text("org_id", outcome.org_id.view());
  line.outcome(outcome.name);
  append_flags(outcome.flags, line.name("flags"));
  if (!outcome.reservation_id.empty()) line.text("reservation_id", outcome.reservation_id.view());
  append_detail(outcome.detail, line.name("detail"));
  if (outcome.balance) append_balance(*outcome.balance, line.name("balance"));
  append_postings(outcome, line.name("postings"));
}

}  // namespace nemo
