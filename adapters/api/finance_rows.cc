#include "adapters/api/finance_rows.h"

#include <span>
#include <string_view>

#include "adapters/api/rows.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

constexpr std::string_view kTrialBalance[] = {"account", "debit", "credit"};
constexpr std::string_view kPayouts[] = {"position", "at",         "payout_id", "status",
                                         "amount",   "arrives_at", "books",     "transactions",
                                         "found",    "missing",    "net",       "match"};
constexpr std::string_view kExceptions[] = {"position", "at",     "org_id", "kind",
                                            "subject",  "amount", "text"};

std::string text_of(std::optional<Wide> amount) {
  return amount ? decimal_text(*amount) : std::string();
}
std::string text_of(std::optional<TimeMs> time) {
  return time ? format_rfc3339(*time) : std::string();
}
std::string text_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

Row row_of(const TrialBalance::Line& line) {
  return {{"account", line.account},
          {"debit", decimal_text(line.debit)},
          {"credit", decimal_text(line.credit)}};
}

Row row_of(const PayoutRow& row) {
  return {{"position", format_position(row.position)},
          {"at", format_rfc3339(row.at)},
          {"payout_id", row.payout_id},
          {"status", std::string(enum_name(row.status))},
          {"amount", text_of(row.amount)},
          {"arrives_at", text_of(row.arrives_at)},
          {"books", std::string(name_of(row.books))},
          {"transactions", std::to_string(row.transactions)},
          {"found", std::to_string(row.found)},
          {"missing", text_of(row.missing)},
          {"net", decimal_text(row.net)},
          {"match", std::string(name_of(row.match))}};
}

Row row_of(const ExceptionRow& row) {
  return {{"position", format_position(row.position)},
          {"at", format_rfc3339(row.at)},
          {"org_id", row.org_id.value},
          {"kind", std::string(name_of(row.kind))},
          {"subject", row.subject},
          {"amount", text_of(row.amount)},
          {"text", row.text}};
}

template <class Lines>
std::vector<Row> rows_of(const Lines& lines) {
  std::vector<Row> rows;
  rows.reserve(lines.size());
  for (const auto& line : lines) rows.push_back(row_of(line));
  return rows;
}

std::vector<Row> finance_rows(Operation report, const FinanceFold& finance) {
  switch (report) {
    case Operation::kGetTrialBalance:
      return rows_of(finance.trial_balance().lines());
    case Operation::kListPayouts:
      return rows_of(finance.payouts());
    default:
      return rows_of(finance.exceptions());
  }
}

std::span<const std::string_view> finance_names(Operation report) {
  switch (report) {
    case Operation::kGetTrialBalance:
      return kTrialBalance;
    case Operation::kListPayouts:
      return kPayouts;
    default:
      return kExceptions;
  }
}

void append_document(Operation report, const FinanceFold& finance,
                     const std::vector<LogPosition>& positions, std::string& out) {
  wire::Members members(out);
  std::string& list = members.name("positions");
  list.push_back('[');
  for (const LogPosition position : positions) {
    if (list.back() != '[') list.push_back(',');
    list += '"' + format_position(position) + '"';
  }
  list.push_back(']');
  const bool is_balance = report == Operation::kGetTrialBalance;
  append_rows(finance_rows(report, finance), members.name(is_balance ? "lines" : "data"));
  if (report == Operation::kListFinanceExceptions) {
    wire::append_digits(static_cast<std::int64_t>(finance.exceptions_left_out()),
                        members.name("left_out"));
  }
}

}  // namespace

std::string finance_json(Operation report, const FinanceFold& finance,
                         const std::vector<LogPosition>& positions) {
  std::string out;
  append_document(report, finance, positions, out);
  return out;
}

std::string finance_csv(Operation report, const FinanceFold& finance) {
  return csv_of(finance_names(report), finance_rows(report, finance));
}

}  // namespace nemo::api
