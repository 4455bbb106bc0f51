#include "adapters/api/finance_reports.h"

#include "adapters/api/fault.h"
#include "adapters/api/finance_rows.h"
#include "adapters/api/pages.h"
#include "adapters/api/rows.h"
#include "adapters/api/writer.h"

namespace nemo::api {
namespace {

// Of the exceptions that stay: some megabytes, and an answer of some more.
constexpr std::size_t kIncidentsKept = 10'000;

LedgerCut cut_of(const Asked& asked, Ledger& ledger) {
  const std::string* text = asked.query("at");
  if (text == nullptr) return {};
  const auto cut = parse_cut(*text);
  if (!cut || !cut->is_past()) {
    fail_invalid("`at` is neither a time (RFC 3339) nor positions (PARTITION/OFFSET,...)", "at");
  }
  if (const auto missing = not_decided(*cut, ledger)) {
    fail_invalid("`at` names " + format_position(*missing) + ", which this node has not decided",
                 "at");
  }
  return *cut;
}

std::string joined(const std::vector<LogPosition>& positions) {
  std::string text;
  for (const LogPosition position : positions) {
    text += (text.empty() ? "" : ",") + format_position(position);
  }
  return text;
}

// All of them where nothing is said.
ExceptionsPage page_of(const Asked& asked) {
  ExceptionsPage page;
  if (asked.query("limit") != nullptr) page.limit = page_limit(asked);
  page.from = page_cursor(asked, page.from, parse_exceptions_cursor);
  return page;
}

http::Response response_with(const Asked& asked, const FinanceReport& report,
                             const std::vector<LogPosition>& positions) {
  http::Response response;
  if (!positions.empty()) {
    response.fields.push_back({"x-nemo-position", format_position(positions.front())});
    response.fields.push_back({"x-nemo-positions", joined(positions)});
  }
  if (!wants_csv(asked)) {
    response.body = finance_json(report, positions);
    return response;
  }
  response.content_type = kCsv;
  response.body = finance_csv(report);
  if (report.operation == Operation::kListFinanceExceptions) {
    response.fields.push_back({"x-nemo-left-out", std::to_string(report.left_out)});
  }
  if (!report.next_cursor.empty()) {
    response.fields.push_back({"x-nemo-next-cursor", report.next_cursor});
  }
  return response;
}

}  // namespace

bool is_finance_report(Operation operation) {
  return operation >= Operation::kGetTrialBalance && operation <= Operation::kListFinanceExceptions;
}

FinanceReports::Fold::Fold(Ledger& ledger) : records(ledger), finance(kIncidentsKept) {}

void FinanceReports::go_on(Fold& fold, const LedgerCut& cut) {
  fold.records.each(cut, [&](const Envelope& envelope, std::span<const Outcome> lines) {
    if (ends_) throw undecided("the service ends");
    fold.finance.add(envelope, lines);
  });
}

// What a record that failed has left in a fold is not known: then it begins anew.
const FinanceReports::Fold& FinanceReports::fold_now() {
  auto fold = now_ ? std::move(now_) : std::make_unique<Fold>(ledger_);
  go_on(*fold, {});
  now_ = std::move(fold);
  return *now_;
}

http::Response FinanceReports::of(const Asked& asked) {
  const LedgerCut cut = cut_of(asked, ledger_);
  const ExceptionsPage page = page_of(asked);
  const auto response_of = [&](const Fold& fold) {
    return response_with(asked, finance_report(asked.route->operation, fold.finance, page),
                         fold.records.positions());
  };
  if (!cut.is_past()) return response_of(fold_now());
  Fold past(ledger_);
  go_on(past, cut);
  return response_of(past);
}

}  // namespace nemo::api
