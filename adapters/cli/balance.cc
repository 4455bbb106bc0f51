#include "adapters/cli/balance_text.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/org_view.h"
#include "adapters/cli/output.h"

namespace nemo {
namespace {

struct BalanceOptions {
  LedgerChoice ledger;
  std::string org;
  std::string at;
  std::string format = "table";
};

int run_balance(const BalanceOptions& options) {
  const OrgId org_id = parse_org(options.org);
  const Moment moment = parse_moment(options.at, "--at");
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly));
  const OrgView view =
      moment.given() ? view_at(*ledger, org_id, moment) : view_now(*ledger, org_id);
  Output out = Output::standard();
  if (options.format == "json") {
    out.write(balance_json(view));
  } else if (options.format == "csv") {
    out.write(balance_csv(view));
  } else {
    out.write(balance_table(view, Style::of(1)));
  }
  out.flush();
  return 0;
}

}  // namespace

void add_balance(CommandLine& line) {
  CLI::App& app = line.add(
      {"balance", "An organization's balance, holds and budgets, now or at any past point",
       "  nemo-ledger balance --data DIR --org acme\n"
       "  nemo-ledger balance --data DIR --org acme --at 2026-01-31T23:59:59.999Z\n"
       "  nemo-ledger balance --data DIR --org acme --at 3/1017 --format json\n"
       "A position counts that record; a time counts all that happened or fell due by then."});
  auto options = std::make_shared<BalanceOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--org", options->org, "Whose")->type_name("ORG");
  app.add_option("--at", options->at, "A past moment: PARTITION/OFFSET or RFC 3339")
      ->type_name("MOMENT");
  add_format(app, options->format);
  line.on_run(app, [options] { return run_balance(*options); });
}

}  // namespace nemo
