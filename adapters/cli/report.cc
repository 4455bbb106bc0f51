#include <algorithm>
#include <array>

#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/finance_text.h"
#include "adapters/cli/nearest.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/table.h"
#include "adapters/daemon/decided_records.h"

namespace nemo {
namespace {

struct ReportOptions {
  LedgerChoice ledger;
  std::string name;
  std::string at;
  std::string format = "table";
};

struct Report {
  std::string_view name;
  std::string_view purpose;
  std::string (FinanceText::*text)() const;
};
constexpr std::array<Report, 3> kReports = {{
    {"trial-balance", "what each account was debited and credited", &FinanceText::trial_balance},
    {"payouts", "Stripe's payouts beside the movements they are made of", &FinanceText::payouts},
    {"exceptions", "what somebody should look at, in all organizations", &FinanceText::exceptions},
}};

std::string list_of_reports() {
  Table table({{"report"}, {"what it shows"}});
  for (const Report& report : kReports) {
    table.add({std::string(report.name), std::string(report.purpose)});
  }
  return table.text(Style::of(1)) + "\nnemo-ledger report NAME --data DIR prints one.\n";
}

const Report& report_of(const std::string& name) {
  const auto* const found = std::find_if(kReports.begin(), kReports.end(),
                                         [&](const Report& one) { return one.name == name; });
  if (found != kReports.end()) return *found;
  std::vector<std::string> names;
  names.reserve(kReports.size());
  for (const Report& report : kReports) names.emplace_back(report.name);
  throw Failure{2, "report " + name + ": no such report" + suggestion(name, names) +
                       "; `nemo-ledger report` lists them"};
}

LedgerCut cut_of(const std::string& text) {
  if (auto cut = parse_cut(text)) return *cut;
  throw Failure{2, "--at " + text +
                       ": neither a time nor positions; give RFC 3339 (2026-01-02T03:04:05Z), or "
                       "PARTITION/OFFSET of one or more partitions (3/17,5/2)"};
}

int run_report(const ReportOptions& options) {
  Output out = Output::standard();
  if (options.name.empty()) {
    out.write(list_of_reports());
    out.flush();
    return 0;
  }
  const Report& report = report_of(options.name);
  const LedgerCut cut = cut_of(options.at);
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly));
  if (const auto missing = not_decided(cut, *ledger)) {
    throw Failure{2, "--at " + format_position(*missing) + ": not written yet"};
  }
  FinanceFold finance;
  DecidedRecords records(*ledger);
  records.each(cut, [&](const Envelope& envelope, std::span<const Outcome> lines) {
    finance.add(envelope, lines);
  });
  const std::vector<LogPosition> positions = records.positions();
  out.write((FinanceText{finance, positions, options.format}.*report.text)());
  out.flush();
  return 0;
}

}  // namespace

void add_report(CommandLine& line) {
  CLI::App& app = line.add(
      {"report", "Finance's reports over all organizations",
       "  nemo-ledger report\n"
       "  nemo-ledger report trial-balance --data DIR\n"
       "  nemo-ledger report payouts --data DIR --at 2026-01-31T23:59:59.999Z --format csv\n"
       "  nemo-ledger report exceptions --data DIR --at 0/17,3/1017 --format json\n"
       "NAME is trial-balance, payouts or exceptions. --at takes a time, which counts all that\n"
       "happened or fell due by then, or positions: of the partitions they name all up to that\n"
       "record and with it, of the others nothing. A report in JSON names the positions it is "
       "of;\n"
       "JSON and CSV are what the API answers: amounts are decimal text in dollars."});
  auto options = std::make_shared<ReportOptions>();
  app.add_option("report", options->name, "Which; without it they are listed")->type_name("NAME");
  add_ledger_options(app, options->ledger);
  app.add_option("--at", options->at, "A past moment: RFC 3339, or PARTITION/OFFSET[,...]")
      ->type_name("MOMENT");
  add_format(app, options->format);
  line.on_run(app, [options] { return run_report(*options); });
}

}  // namespace nemo
