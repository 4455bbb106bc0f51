#include "adapters/api/finance_rows.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "engine/state/bytes.h"
#include "events/wire/base64.h"
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

void append_document(const FinanceReport& report, const std::vector<LogPosition>& positions,
                     std::string& out) {
  wire::Members members(out);
  std::string& list = members.name("positions");
  list.push_back('[');
  for (const LogPosition position : positions) {
    if (list.back() != '[') list.push_back(',');
    list += '"' + format_position(position) + '"';
  }
  list.push_back(']');
  const bool is_balance = report.operation == Operation::kGetTrialBalance;
  append_rows(report.rows, members.name(is_balance ? "lines" : "data"));
  if (report.operation != Operation::kListFinanceExceptions) return;
  if (report.next_cursor.empty()) {
    members.name("next_cursor").append("null");
  } else {
    members.plain("next_cursor", report.next_cursor);
  }
  wire::append_digits(static_cast<std::int64_t>(report.left_out), members.name("left_out"));
}

// What the order of exceptions goes by, in the URL-safe alphabet of base64 without padding: a
// subject may be any text.
std::string exceptions_cursor(const ExceptionRow& row) {
  std::string bytes;
  ByteWriter out(bytes);
  out.put_signed(row.at.value);
  out.put_unsigned(row.position.partition);
  out.put_signed(row.position.offset);
  out.put_unsigned(static_cast<std::uint64_t>(row.kind));
  out.put_text(row.subject);
  out.put_text(tie_break_of(row));
  std::string text;
  wire::append_base64(bytes, text);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

void show_exceptions(const FinanceFold& finance, const ExceptionsPage& page,
                     FinanceReport& report) {
  const std::vector<ExceptionRow> all = finance.exceptions();
  auto row = std::lower_bound(all.begin(), all.end(), page.from, is_before);
  // Rows of one place come on one page, whatever its limit: a cursor could not tell them apart.
  const auto is_of_page = [&] {
    return report.rows.size() < page.limit || !is_before(*std::prev(row), *row);
  };
  for (; row != all.end() && is_of_page(); ++row) report.rows.push_back(row_of(*row));
  if (row != all.end()) report.next_cursor = exceptions_cursor(*row);
  report.left_out = finance.exceptions_left_out();
}

}  // namespace

std::optional<ExceptionRow> parse_exceptions_cursor(std::string_view text) {
  std::string bytes;
  if (!wire::parse_base64(text, bytes)) return std::nullopt;
  ByteReader in(bytes);
  ExceptionRow row;
  row.at.value = in.get_signed();
  row.position.partition = static_cast<PartitionId>(in.get_unsigned());
  row.position.offset = in.get_signed();
  row.kind = static_cast<ExceptionKind>(in.get_unsigned());
  row.subject = in.get_text();
  row.text = in.get_text();
  row.org_id = OrgId(row.text);  // which of the two breaks a tie, the kind says
  // What is written anew is the same: every number was in its range.
  return in.done() && exceptions_cursor(row) == text ? std::optional(row) : std::nullopt;
}

FinanceReport finance_report(Operation operation, const FinanceFold& finance,
                             const ExceptionsPage& page) {
  FinanceReport report{operation, {}};
  switch (operation) {
    case Operation::kGetTrialBalance:
      report.rows = rows_of(finance.trial_balance().lines());
      break;
    case Operation::kListPayouts:
      report.rows = rows_of(finance.payouts());
      break;
    default:
      show_exceptions(finance, page, report);
  }
  return report;
}

std::string finance_json(const FinanceReport& report, const std::vector<LogPosition>& positions) {
  std::string out;
  append_document(report, positions, out);
  return out;
}

std::string finance_csv(const FinanceReport& report) {
  return csv_of(finance_names(report.operation), report.rows);
}

}  // namespace nemo::api
