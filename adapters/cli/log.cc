#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/inspect.h"
#include "adapters/cli/log_commands.h"

namespace nemo {

void add_log(CommandLine& line) {
  CLI::App& group = line.add({"log", "The log: export, import, inspect", ""});
  add_log_export(line, group);
  add_log_import(line, group);
  CLI::App& app = line.add_under(
      group, {"inspect", "The log's records as NDJSON, with position and log time",
              "  nemo-ledger log inspect --data DIR --from 3/1017 --limit 10\n"
              "  nemo-ledger log inspect --data DIR --org acme --outcomes\n"
              "Partition by partition; --outcomes prints the stored outcome lines instead."});
  auto options = std::make_shared<InspectOptions>();
  add_inspect_options(app, *options);
  app.add_flag("--outcomes", options->outcomes, "The outcome lines instead of the records");
  line.on_run(app, [options] { return run_inspect(*options); });
}

}  // namespace nemo
