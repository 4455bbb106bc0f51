#include "adapters/cli/finance_text.h"

#include "adapters/cli/amount.h"
#include "adapters/cli/json.h"

namespace nemo {
namespace {

namespace json = boost::json;

json::value json_wide(std::optional<Wide> amount) {
  return amount ? json_integer(*amount) : json::value(nullptr);
}

std::string amount_text(std::optional<Wide> amount) {
  return amount ? format_amount(*amount) : std::string();
}

std::string time_text(std::optional<TimeMs> time) {
  return time ? format_rfc3339(*time) : std::string();
}

// {"positions": [...], NAME: rows}
std::string document(const std::vector<LogPosition>& positions, std::string_view name,
                     json::array rows) {
  json::object object;
  json::array& list = object["positions"].emplace_array();
  for (const LogPosition position : positions) list.push_back(json_text(format_position(position)));
  object[name] = std::move(rows);
  return pretty(object);
}

std::string printed(const Table& table, const std::string& format) {
  return format == "csv" ? table.csv() : table.text(Style::of(1));
}

json::object to_json(const TrialBalance::Line& line) {
  return {{"account", json_text(line.account)},
          {"debit", json_integer(line.debit)},
          {"credit", json_integer(line.credit)}};
}

json::object to_json(const PayoutRow& row) {
  json::array missing;
  for (const std::string& id : row.missing) missing.push_back(json_text(id));
  return {{"position", json_text(format_position(row.position))},
          {"at", json_time(row.at)},
          {"payout_id", json_text(row.payout_id)},
          {"status", json_text(enum_name(row.status))},
          {"amount_nano", json_wide(row.amount)},
          {"arrives_at", json_time(row.arrives_at)},
          {"books", json_text(name_of(row.books))},
          {"transactions", row.transactions},
          {"found", row.found},
          {"missing", std::move(missing)},
          {"net_nano", json_integer(row.net)},
          {"match", json_text(name_of(row.match))}};
}

json::object to_json(const ExceptionRow& row) {
  return {{"position", json_text(format_position(row.position))},
          {"at", json_time(row.at)},
          {"org_id", json_text(row.org_id.view())},
          {"kind", json_text(name_of(row.kind))},
          {"subject", json_text(row.subject)},
          {"amount_nano", json_wide(row.amount)},
          {"text", json_text(row.text)}};
}

template <class Rows>
json::array rows_json(const Rows& rows) {
  json::array list;
  for (const auto& row : rows) list.push_back(to_json(row));
  return list;
}

}  // namespace

std::string FinanceText::trial_balance() const {
  const auto lines = finance.trial_balance().lines();
  if (format == "json") return document(positions, "lines", rows_json(lines));
  Table table({{"account"}, {"debit", Align::kRight}, {"credit", Align::kRight}});
  for (const TrialBalance::Line& line : lines) {
    table.add({line.account, format_amount(line.debit), format_amount(line.credit)});
  }
  const std::string total = format_amount(finance.trial_balance().total());
  if (format == "table") table.add({"all", total, total});
  return printed(table, format);
}

std::string FinanceText::payouts() const {
  const auto rows = finance.payouts();
  if (format == "json") return document(positions, "data", rows_json(rows));
  Table table({{"at"},
               {"position"},
               {"payout_id"},
               {"status"},
               {"amount", Align::kRight},
               {"arrives_at"},
               {"books"},
               {"transactions", Align::kRight},
               {"found", Align::kRight},
               {"net", Align::kRight},
               {"match"}});
  for (const PayoutRow& row : rows) {
    table.add({format_rfc3339(row.at), format_position(row.position), row.payout_id,
               std::string(enum_name(row.status)), amount_text(row.amount),
               time_text(row.arrives_at), std::string(name_of(row.books)),
               std::to_string(row.transactions), std::to_string(row.found), format_amount(row.net),
               std::string(name_of(row.match))});
  }
  return printed(table, format);
}

std::string FinanceText::exceptions() const {
  const auto rows = finance.exceptions();
  if (format == "json") return document(positions, "data", rows_json(rows));
  Table table({{"at"},
               {"position"},
               {"organization"},
               {"kind"},
               {"subject"},
               {"amount", Align::kRight},
               {"text"}});
  for (const ExceptionRow& row : rows) {
    table.add({format_rfc3339(row.at), format_position(row.position), row.org_id.value,
               std::string(name_of(row.kind)), row.subject, amount_text(row.amount), row.text});
  }
  return printed(table, format);
}

}  // namespace nemo
