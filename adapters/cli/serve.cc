#include <poll.h>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/metrics_file.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/partition_list.h"

namespace nemo {
namespace {

constexpr int kLookMs = 250;

struct ServeOptions {
  LedgerChoice ledger;
  std::string partitions;
  std::string metrics_file;
};

std::string standing_text(const NodeStanding& standing) {
  std::uint64_t behind = 0;
  std::uint64_t publishes = 0;
  for (const NodeStanding::Partition& partition : standing.partitions) {
    behind += static_cast<std::uint64_t>(partition.log_end - partition.decided_end);
    publishes += partition.publishes ? 1 : 0;
  }
  return format_count(Wide{standing.records_decided}) + " records decided, " +
         format_count(Wide{behind}) + " behind the log, publishing " + std::to_string(publishes) +
         " of " + std::to_string(standing.partitions.size()) + " partitions";
}

// Until a signal comes, or the ledger cannot go on.
void watch(Ledger& ledger, StopSignal& stop, const std::string& metrics_file) {
  while (!stop.stopped()) {
    if (!metrics_file.empty()) write_metrics(metrics_file, ledger.standing());
    if (const auto failure = ledger.failure()) throw Failure(*failure);
    pollfd waited{stop.descriptor(), POLLIN, 0};
    ::poll(&waited, 1, kLookMs);
  }
}

int run_serve(const ServeOptions& options) {
  LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  if (!choice.kafka) {
    throw Failure{2,
                  "--log embedded: nobody can append to it from outside yet; name a cluster: "
                  "--log kafka://HOST:PORT"};
  }
  choice.kafka->partitions = parse_partitions(options.partitions);
  StopSignal stop;
  const auto ledger = open_ledger(choice, stop);
  if (!ledger->repaired().empty()) complain("repaired: " + ledger->repaired());
  Output out = Output::standard();
  out.write("serving partitions " + format_partitions(ledger->standing()) + " of " +
            options.ledger.log + ", topic " + choice.kafka->topic_prefix + ".events; state in " +
            choice.data.string() + "\n");
  out.flush();
  watch(*ledger, stop, options.metrics_file);
  stop.release();  // a second signal ends it at once
  ledger->close();
  const NodeStanding standing = ledger->standing();
  if (!options.metrics_file.empty()) write_metrics(options.metrics_file, standing);
  out.write("stopped: " + standing_text(standing) + "\n");
  out.flush();
  return 0;
}

}  // namespace

void add_serve(CommandLine& line) {
  CLI::App& app = line.add(
      {"serve", "Follows the log, decides every record, publishes the outcomes",
       "  nemo-ledger kafka init --log kafka://127.0.0.1:9092\n"
       "  nemo-ledger serve --data DIR --log kafka://127.0.0.1:9092\n"
       "  nemo-ledger serve --data DIR2 --log kafka://127.0.0.1:9092 --partitions 0-7\n"
       "Any number of nodes may serve the same partitions: all decide alike, one of them\n"
       "publishes, and another takes over when it has been silent for half a second. SIGTERM\n"
       "drains: what has arrived is decided, published and stored, with exit status 0."});
  auto options = std::make_shared<ServeOptions>();
  add_ledger_options(app, options->ledger);
  add_speed_options(app, options->ledger);
  add_setting(app, "--partitions", options->partitions,
              "Which partitions to decide: 0-7, or 1,4,9-11 (default: all)")
      ->type_name("LIST");
  add_setting(app, "--metrics-file", options->metrics_file,
              "Written anew four times a second, in Prometheus's text format")
      ->type_name("FILE");
  line.on_run(app, [options] { return run_serve(*options); });
}

}  // namespace nemo
