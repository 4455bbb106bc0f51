#include "adapters/cli/finance_text.h"

#include <unistd.h>

#include "adapters/api/finance_rows.h"
#include "adapters/cli/amount.h"
#include "adapters/cli/json.h"
#include "adapters/cli/table.h"

namespace nemo {

using api::Operation;

namespace {

std::string amount_text(std::optional<Wide> amount) {
  return amount ? format_amount(*amount) : std::string();
}

std::string time_text(std::optional<TimeMs> time) {
  return time ? format_rfc3339(*time) : std::string();
}

}  // namespace

std::string FinanceText::for_programs(Operation report) const {
  const api::FinanceReport whole = api::finance_report(report, finance);
  if (format == "csv") return api::finance_csv(whole);
  return pretty(boost::json::parse(api::finance_json(whole, positions)));
}

std::string FinanceText::trial_balance() const {
  if (format != "table") return for_programs(Operation::kGetTrialBalance);
  const auto lines = finance.trial_balance().lines();
  Table table({{"account"}, {"debit", Align::kRight}, {"credit", Align::kRight}});
  for (const TrialBalance::Line& line : lines) {
    table.add({line.account, format_amount(line.debit), format_amount(line.credit)});
  }
  const std::string total = format_amount(finance.trial_balance().total());
  table.add({"all", total, total});
  return table.text(Style::of(STDOUT_FILENO));
}

std::string FinanceText::payouts() const {
  if (format != "table") return for_programs(Operation::kListPayouts);
  const auto rows = finance.payouts();
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
  return table.text(Style::of(STDOUT_FILENO));
}

std::string FinanceText::exceptions() const {
  if (format != "table") return for_programs(Operation::kListFinanceExceptions);
  const auto rows = finance.exceptions();
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
  return table.text(Style::of(STDOUT_FILENO));
}

}  // namespace nemo
