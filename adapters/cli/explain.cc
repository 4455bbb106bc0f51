#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/explain_text.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"

namespace nemo {
namespace {

struct ExplainOptions {
  LedgerChoice ledger;
  std::string org;
  std::string reservation;
  std::string format = "table";
};

int run_explain(const ExplainOptions& options) {
  const OrgId org_id = parse_org(options.org);
  const ReservationId reservation(needed(options.reservation, "--reservation ID", "a reservation"));
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly));
  const ReservationStory story = told_story(*ledger, org_id, reservation);
  Output out = Output::standard();
  out.write(options.format == "json" ? story_json(story) : story_text(story, Style::of(1)));
  out.flush();
  return 0;
}

}  // namespace

void add_explain(CommandLine& line) {
  CLI::App& app = line.add(
      {"explain", "Why a reservation was decided so, and all that happened to it",
       "  nemo-ledger explain --data DIR --org acme --reservation call-17\n"
       "  nemo-ledger explain --data DIR --org acme --reservation call-17 --format json\n"
       "Shows each check in its order with the numbers it was made with at that moment, found by\n"
       "stepping the log again, then increases, settlements, releases, expiry and repeats."});
  auto options = std::make_shared<ExplainOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--org", options->org, "Whose")->type_name("ORG");
  app.add_option("--reservation", options->reservation, "Which reservation_id")->type_name("ID");
  add_setting(app, "--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  line.on_run(app, [options] { return run_explain(*options); });
}

}  // namespace nemo
