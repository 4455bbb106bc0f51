#include "tests/engine/situation.h"

#include <gtest/gtest.h>

#include "engine/invariants/invariants.h"
#include "events/log/partitioner.h"
#include "tests/engine/records.h"

namespace nemo {
namespace {

std::string number(Wide value) {
  if (value == 0) return "0";
  std::string digits;
  const bool negative = value < 0;
  for (; value != 0; value /= 10) {
    const int digit = static_cast<int>(value % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  return negative ? "-" + digits : digits;
}

std::string time(TimeMs at) { return number(at.value - kStart); }

std::string budget_name(Scope scope, const ScopeId& id, Period period) {
  return std::string(enum_name(scope)) + ":" + id.value + ":" + std::string(enum_name(period));
}

struct DetailText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const GrantedDetail& d) const {
    std::string text = "amount=" + number(d.amount_nano.value) + " expires=" + time(d.expires_at);
    return d.tightest ? text + " tightest=" + (*this)(*d.tightest) : text;
  }
  std::string operator()(const BudgetStanding& b) const {
    return budget_name(b.scope, b.scope_id, b.period) + " limit=" + number(b.limit_nano.value) +
           " spent=" + number(b.spent_nano.value) + " held=" + number(b.held_nano.value);
  }
  std::string operator()(const LimitDetail& d) const {
    return "limit=" + number(d.limit) + " used=" + number(d.used) + retry(d.retry_at);
  }
  std::string operator()(const BudgetDetail& d) const {
    return (*this)(d.budget) + retry(d.retry_at);
  }
  std::string operator()(const CreditsDetail& d) const {
    return "needed=" + number(d.needed_nano.value) + " available=" + number(d.available_nano.value);
  }
  std::string operator()(const SettledDetail& d) const {
    return "cost=" + number(d.cost_nano.value);
  }
  std::string operator()(const AmountDetail& d) const {
    return "amount=" + number(d.amount_nano.value);
  }
  std::string operator()(const FirstDetail& d) const {
    return format_outcome_name(d.outcome) + "@" + number(d.position.offset);
  }
  std::string operator()(const MalformedDetail& d) const {
    return std::string(enum_name(d.reason));
  }
  std::string operator()(const AlertDetail& d) const {
    return budget_name(d.scope, d.scope_id, d.period) + " " + number(d.percent) + "%";
  }
  std::string operator()(const TopUpDetail& d) const {
    const std::string buys = d.amount_nano ? " buys " + std::to_string(d.amount_nano->value) : "";
    return "below " + std::to_string(d.threshold_nano.value) + buys;
  }
  std::string operator()(const CreditExpiredDetail& d) const {
    return d.grant_id.value + " " + number(d.amount_nano.value);
  }
  static std::string retry(const std::optional<TimeMs>& at) {
    return at ? " retry=" + time(*at) : "";
  }
};

}  // namespace

std::string name_of(const Outcome& line) {
  return (line.by_time ? "~" : "") + format_outcome_name(line.name);
}
std::string detail_of(const Outcome& line) { return std::visit(DetailText{}, line.detail); }

std::string balance_of(const Outcome& line) {
  if (!line.balance) return "none";
  return number(line.balance->balance_nano.value) + "/" + number(line.balance->held_nano.value) +
         "/" + number(line.balance->available_nano.value);
}

std::string postings_of(const Outcome& line) {
  std::string text;
  for (const Posting& posting : line.postings) {
    if (!text.empty()) text += ", ";
    text += std::string(account_name(posting.debit)) + ">" +
            std::string(account_name(posting.credit)) + " " + std::to_string(posting.amount.value);
  }
  return text;
}

std::string flags_of(const Outcome& line) {
  constexpr std::pair<OutcomeFlag, const char*> kNames[] = {
      {kFlagAboveHold, "above_hold"},       {kFlagLate, "late"},
      {kFlagAfterRelease, "after_release"}, {kFlagOrphan, "orphan"},
      {kFlagUnpriced, "unpriced"},          {kFlagUnknownPlan, "unknown_plan"}};
  std::string text;
  for (const auto& [flag, name] : kNames) {
    if ((line.flags & flag) == 0) continue;
    if (!text.empty()) text += " ";
    text += name;
  }
  return text;
}

Situation::Situation() : state_(partition_of(OrgId("acme"))) {}

Situation Situation::with_credits(std::int64_t amount) {
  Situation s;
  s.at(0, organization());
  if (amount > 0) s.at(0, credits("start", amount));
  s.at(0, key("k"));
  return s;
}

Envelope Situation::envelope(Payload payload) {
  Envelope envelope;
  EventId id;
  for (std::size_t place = 0; place < 8; ++place) {
    id.bytes[place] = static_cast<std::uint8_t>(next_event_ >> (8 * place));
  }
  ++next_event_;
  envelope.event_id = id;
  envelope.org_id = is_broadcast(payload) ? OrgId(kLedgerOrg) : OrgId("acme");
  envelope.payload = std::move(payload);
  return envelope;
}

OrgId Situation::neighbour(int wanted) const {
  for (int tried = 0;; ++tried) {
    OrgId id("neighbour-" + std::to_string(tried));
    if (partition_of(id) == state_.partition && wanted-- == 0) return id;
  }
}

std::string Situation::at(std::int64_t ms, Payload payload) {
  return at(ms, envelope(std::move(payload)));
}
std::string Situation::at(std::string_view rfc3339, Payload payload) {
  return at(parse_rfc3339(rfc3339)->value - kStart, std::move(payload));
}
std::string Situation::then(Payload payload) { return at(now_, std::move(payload)); }

std::string Situation::at(std::int64_t ms, Envelope envelope) {
  now_ = ms;
  const TimeMs time{kStart + ms};
  return step_record(
      {{state_.partition, state_.globals.next_offset}, time, time, std::move(envelope)});
}

std::string Situation::step_record(Record record) {
  lines_.clear();
  step(state_, record, lines_);
  EXPECT_EQ(broken_invariants(state_), std::vector<std::string>()) << story();
  std::string names;
  for (const Outcome& line : lines_.span()) {
    EXPECT_EQ(line.position, record.position);
    names += (names.empty() ? "" : " ") + name_of(line);
  }
  return names;
}

const Outcome& Situation::own() const {
  for (const Outcome& line : lines_.span()) {
    if (!line.by_time) return line;
  }
  return lines_.back();
}

std::string Situation::detail() const { return detail_of(own()); }
std::string Situation::balance() const { return balance_of(own()); }
std::string Situation::postings() const { return postings_of(own()); }
std::string Situation::flags() const { return flags_of(own()); }

std::string Situation::story() const {
  std::string text;
  for (const Outcome& line : lines_.span()) {
    if (!text.empty()) text += " | ";
    text += name_of(line);
    if (line.by_time) text += "@" + time(line.at);
    for (const std::string& part :
         {line.reservation_id.value, detail_of(line), flags_of(line), postings_of(line)}) {
      if (!part.empty()) text += " " + part;
    }
  }
  return text;
}

OrgState& Situation::org(std::string_view id) {
  std::string scratch;
  return state_.orgs.find(org_key(scratch, ObjectKind::kOrg, id))->record;
}

const ReservationState* Situation::reservation(std::string_view id) {
  std::string scratch;
  auto* found = state_.reservations.find(reservation_key(scratch, "acme", id));
  return found == nullptr ? nullptr : &found->record;
}

}  // namespace nemo
