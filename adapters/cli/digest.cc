#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/daemon/log_reader.h"

namespace nemo {
namespace {

struct DigestChoice {
  LedgerChoice ledger;
  bool rebuild = false;
};

std::vector<PartitionDigest> digests(const DigestChoice& choice) {
  if (!choice.rebuild) {
    return open_ledger(ledger_options(choice.ledger, LedgerOptions::Mode::kReadOnly))->digests();
  }
  LogReader reader(log_options(choice.ledger));
  return rebuilt_digests(reader.log());
}

int run_digest(const DigestChoice& choice) {
  const std::string lines = digest_lines(digests(choice));
  Output out = Output::standard();
  out.write(lines);
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
  app.add_flag("--rebuild", choice->rebuild,
               "From the log alone, stepped again from zero, whatever the state is like");
  line.on_run(app, [choice] { return run_digest(*choice); });
}

}  // namespace nemo
