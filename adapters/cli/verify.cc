#include "adapters/daemon/verify.h"

#include <unistd.h>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/terminal.h"

namespace nemo {
namespace {

struct VerifyChoice {
  LedgerChoice ledger;
};

int run_verify(const VerifyChoice& choice) {
  VerifyOptions options;
  const LedgerOptions ledger = ledger_options(choice.ledger, LedgerOptions::Mode::kReadOnly);
  options.data = ledger.data;
  options.kafka = ledger.kafka;
  options.threads = choice.ledger.partition_threads;
  Progress progress("records", 0);
  options.progress = [&](std::uint64_t done, std::uint64_t all) { progress.update(done, all); };
  const VerifyReport report = verify(options);
  progress.finish();
  const Style style = Style::of(STDOUT_FILENO);
  Output out = Output::standard();
  if (!report.repaired.empty()) out.write(style.yellow("repaired") + ": " + report.repaired + "\n");
  out.write(format_count(Wide{report.records}) + " records read again from zero, " +
            format_count(Wide{report.lines}) + " outcome lines compared\n");
  if (!report.passed) {
    out.write(style.red("FAILED") + " at " + report.first_break + "\n");
    out.flush();
    return 1;
  }
  out.write(format_count(Wide{report.checks}) + " checks " + style.green("passed") + "\n");
  out.write("digest " + format_digest(combined_digest(report.digests)) + "\n");
  out.flush();
  return 0;
}

}  // namespace

void add_verify(CommandLine& line) {
  CLI::App& app = line.add(
      {"verify", "Reads the log again from zero and compares everything",
       "  nemo-ledger verify --data DIR\n"
       "Asks: are all records there and whole; does each give the outcome it gave then; is the\n"
       "state the one the log makes; do debits equal credits; does every invariant hold?\n"
       "Names the first break as PARTITION/OFFSET or the damaged file, with exit status 1."});
  auto choice = std::make_shared<VerifyChoice>();
  choice->ledger.partition_threads = VerifyOptions{}.threads;
  add_ledger_options(app, choice->ledger);
  add_partition_threads(app, choice->ledger);
  line.on_run(app, [choice] { return run_verify(*choice); });
}

}  // namespace nemo
