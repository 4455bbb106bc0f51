#include "adapters/api/history_rows.h"

#include <span>

#include "events/outcomes/alerts.h"
#include "events/outcomes/flag_names.h"
#include "projections/exception.h"
#include "projections/incidents.h"

namespace nemo::api {
namespace {

constexpr std::string_view kJournal[] = {"position", "at",     "outcome", "reservation_id",
                                         "debit",    "credit", "amount"};
constexpr std::string_view kLines[] = {"position", "at",      "outcome",  "reservation_id",
                                       "flags",    "amount",  "scope",    "scope_id",
                                       "period",   "percent", "available"};
// What kLines has comes first: a column keeps its place.
constexpr std::string_view kExceptions[] = {
    "position", "at",     "outcome", "reservation_id", "flags", "amount",  "scope",
    "scope_id", "period", "percent", "available",      "kind",  "subject", "text"};
constexpr std::string_view kAlerts[] = {"position",  "at",      "outcome",      "reservation_id",
                                        "flags",     "amount",  "scope",        "scope_id",
                                        "period",    "percent", "available",    "kind",
                                        "threshold", "balance", "top_up_amount"};

constexpr std::string_view kUsage[] = {"day", "granted", "denied", "settled", "usage"};
constexpr std::string_view kStatement[] = {"day",   "opening",   "credits", "adjustments",
                                           "usage", "forfeited", "closing"};

std::span<const std::string_view> names_of(Operation list) {
  switch (list) {
    case Operation::kListJournal:
      return kJournal;
    case Operation::kListAlerts:
      return kAlerts;
    case Operation::kListExceptions:
      return kExceptions;
    case Operation::kGetUsage:
      return kUsage;
    case Operation::kGetStatement:
      return kStatement;
    default:
      return kLines;
  }
}

std::string account_text(Account account, const OrgId& org_id) {
  std::string text(account_name(account));
  if (is_organization_account(account)) text += ":" + org_id.value;
  return text;
}

std::string flags_text(const Outcome& line) {
  std::string text;
  for (const auto& [flag, name] : kFlagNames) {
    if ((line.flags & flag) == 0) continue;
    if (!text.empty()) text.push_back(' ');
    text.append(name);
  }
  return text;
}

std::string amount_text(const Detail& detail) {
  if (const auto* granted = std::get_if<GrantedDetail>(&detail)) {
    return decimal_text(granted->amount_nano.wide());
  }
  if (const auto* settled = std::get_if<SettledDetail>(&detail)) {
    return decimal_text(settled->cost_nano.wide());
  }
  if (const auto* back = std::get_if<AmountDetail>(&detail)) {
    return decimal_text(back->amount_nano.wide());
  }
  if (const auto* needed = std::get_if<CreditsDetail>(&detail)) {
    return decimal_text(needed->needed_nano.wide());
  }
  return {};
}

Row head_of(const Outcome& line) {
  return {{"position", format_position(line.position)},
          {"at", format_rfc3339(line.at)},
          {"outcome", format_outcome_name(line.name)},
          {"reservation_id", line.reservation_id.value}};
}

Row row_of(const Outcome& line) {
  Row row = head_of(line);
  row.push_back({"flags", flags_text(line)});
  row.push_back({"amount", amount_text(line.detail)});
  if (const auto* alert = std::get_if<AlertDetail>(&line.detail)) {
    row.push_back({"scope", std::string(enum_name(alert->scope))});
    row.push_back({"scope_id", alert->scope_id.value});
    row.push_back({"period", std::string(enum_name(alert->period))});
    row.push_back({"percent", std::to_string(alert->percent)});
  }
  if (line.balance) row.push_back({"available", decimal_text(line.balance->available_nano.wide())});
  return row;
}

Row alert_row_of(const Outcome& line) {
  Row row = row_of(line);
  row.push_back({"kind", std::string(outcome_code_name(line.name.code))});
  if (const auto* low = std::get_if<TopUpDetail>(&line.detail)) {
    row.push_back({"threshold", decimal_text(low->threshold_nano.wide())});
    if (line.balance) row.push_back({"balance", decimal_text(line.balance->balance_nano.wide())});
    if (low->amount_nano) {
      row.push_back({"top_up_amount", decimal_text(low->amount_nano->wide())});
    }
  }
  return row;
}

}  // namespace

bool shows(Operation list, const Outcome& line) {
  switch (list) {
    case Operation::kListJournal:
      return !line.postings.empty();
    case Operation::kListReservations:
      return !line.reservation_id.empty();
    case Operation::kListExceptions:
      return is_exception(line);
    default:
      return is_alert(line.name.code);
  }
}

void add_rows(Operation list, const Outcome& line, std::vector<Row>& rows) {
  if (list != Operation::kListJournal) {
    rows.push_back(list == Operation::kListAlerts ? alert_row_of(line) : row_of(line));
    return;
  }
  for (const Posting& posting : line.postings) {
    Row row = head_of(line);
    row.push_back({"debit", account_text(posting.debit, line.org_id)});
    row.push_back({"credit", account_text(posting.credit, line.org_id)});
    row.push_back({"amount", decimal_text(posting.amount.wide())});
    rows.push_back(std::move(row));
  }
}

std::string day_text(const Statement::Day& day) {
  return format_rfc3339(TimeMs{day.day * kMsPerDay}).substr(0, 10);
}

Row row_of(Operation list, const Statement::Day& day) {
  if (list == Operation::kGetUsage) {
    return {{"day", day_text(day)},
            {"granted", std::to_string(day.granted)},
            {"denied", std::to_string(day.denied)},
            {"settled", std::to_string(day.settled)},
            {"usage", decimal_text(day.usage)}};
  }
  return {{"day", day_text(day)},
          {"opening", decimal_text(day.opening)},
          {"credits", decimal_text(day.credits)},
          {"adjustments", decimal_text(day.adjustments)},
          {"usage", decimal_text(day.usage)},
          {"forfeited", decimal_text(day.forfeited)},
          {"closing", decimal_text(day.closing)}};
}

void add_exceptions(const Envelope& envelope, const Outcome& line, std::vector<Row>& rows) {
  if (!is_of_stripe(envelope.payload)) return;
  Incidents incidents;
  incidents.add(envelope, {&line, 1});
  for (const ExceptionRow& one : incidents.rows()) {
    Row row = head_of(line);
    row.push_back({"amount", one.amount ? decimal_text(*one.amount) : std::string()});
    row.push_back({"kind", std::string(name_of(one.kind))});
    row.push_back({"subject", one.subject});
    row.push_back({"text", one.text});
    rows.push_back(std::move(row));
  }
}

std::string csv_of(Operation list, const std::vector<Row>& rows) {
  return csv_of(names_of(list), rows);
}

}  // namespace nemo::api
