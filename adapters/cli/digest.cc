#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"

namespace nemo {
namespace {

struct DigestChoice {
  LedgerChoice ledger;
  bool rebuild = false;
};

int run_digest(const DigestChoice& choice) {
  const auto ledger = Ledger::open(ledger_options(choice.ledger, LedgerOptions::Mode::kReadOnly));
  Output out = Output::standard();
  out.write(digest_lines(choice.rebuild ? rebuilt_digests(*ledger) : ledger->digests()));
  out.flush();
  return 0;
}

}  // namespace

void add_digest(CommandLine& line) {
  CLI::App& app = line.add(
      {"digest", "One line a partition: partition, position and the digest of its state",
       "  nemo-ledger digest --data DIR\n"
       "  nemo-ledger digest --data DIR --rebuild | diff - <(nemo-ledger digest --data DIR)\n"
       "Equal ledgers have equal digests: replicas, restarts, and what the log alone gives."});
  auto choice = std::make_shared<DigestChoice>();
  add_ledger_options(app, choice->ledger);
  app.add_flag("--rebuild", choice->rebuild, "From the log alone, stepped again from zero");
  line.on_run(app, [choice] { return run_digest(*choice); });
}

}  // namespace nemo
