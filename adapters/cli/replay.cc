#include <unistd.h>

#include <fstream>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/proofs.h"
#include "adapters/cli/report_text.h"
#include "adapters/cli/traffic_choice.h"
#include "adapters/cli/traffic_files.h"
#include "adapters/cli/traffic_run.h"
#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

struct ReplayOptions {
  LedgerChoice ledger;
  TrafficChoice traffic;
  std::string trace;
  std::string start;
  bool no_verify = false;
};

Workload make_workload(const ReplayOptions& options) {
  try {
    Trace trace = read_trace(needed(options.trace, "--trace FILE", "a trace of calls"));
    if (trace.reordered > 0) {
      complain(options.trace + ": " + std::to_string(trace.reordered) +
               " rows lay before the row above them; they were sorted in by time");
    }
    WorkloadOptions workload = workload_options(options.traffic, options.ledger);
    if (!options.start.empty()) {
      workload.start = parse_rfc3339(options.start);
      if (!workload.start) throw Failure{2, "--start " + options.start + ": no RFC 3339 time"};
    }
    return Workload::of_trace(std::move(trace), price_book(options.traffic), std::move(workload));
  } catch (const WorkloadFailure& failure) {
    throw Failure{2, failure.message};
  }
}

// Stops between two batches: what was decided is durable, and the same command goes on from there.
Failure stopped(Ledger& ledger, const StopSignal& stop, const TrafficResult& result) {
  ledger.close();
  return {stop.exit_status(), "stopped by a signal after " + std::to_string(result.records) +
                                  " records; the same command goes on from there"};
}

int run_replay(const ReplayOptions& options) {
  needed(options.trace, "--trace FILE", "a trace of calls");
  const LedgerOptions ledger_choice =
      ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  Workload workload = make_workload(options);
  TrafficFiles files(options.traffic);
  files.watch(workload);
  StopSignal stop;
  const auto ledger = open_ledger(ledger_choice, stop);
  if (!ledger->repaired().empty()) complain("repaired: " + ledger->repaired());
  const Style style = Style::of(files.report_descriptor());
  Output out(files.report_descriptor(), "the report");
  TrafficFold fold;
  Progress progress("calls", static_cast<std::uint64_t>(workload.calls()));
  const TrafficResult result = play({*ledger, workload, stop, progress},
                                    [&](const Envelope& envelope, std::span<const Outcome> lines) {
                                      fold.add(envelope, lines);
                                      files.write(lines);
                                    });
  progress.finish();
  files.finish();
  if (result.stopped) throw stopped(*ledger, stop, result);
  stop.release();  // from here on nothing is written
  out.write(report_text(fold.report(), result, style));
  out.write(heading("Proofs", style));
  Proofs proofs(out, style);
  proofs.expect(workload.calls_begun() == workload.calls(),
                "all " + format_count(workload.calls()) + " calls of the trace were played");
  proofs.ask_books(*ledger);
  const std::vector<PartitionDigest> digests = ledger->digests();
  ledger->close();
  if (!options.no_verify) proofs.ask_log(ledger_choice, digests);
  out.write("\n" + proofs.verdict(digests));
  out.flush();
  return proofs.all_passed() ? 0 : 1;
}

}  // namespace

void add_replay(CommandLine& line) {
  CLI::App& app = line.add(
      {"replay", "A trace of real calls as reserve and settle traffic, with a report",
       "  nemo-ledger replay --data DIR --trace azure2023_conv.csv.gz\n"
       "  nemo-ledger replay --data DIR --trace trace.csv --prices litellm.json.gz --orgs 100 "
       "--seed 7\n"
       "Reads Azure's and Mooncake's traces, plain or gzip. Each call holds its request's price "
       "at\n"
       "the model's maximum and settles with its real tokens after a plausible time; a declared\n"
       "share fails, cancels, settles twice or late, or exceeds its hold. A run that was cut off\n"
       "goes on with the same command."});
  auto options = std::make_shared<ReplayOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--trace", options->trace, "The trace")->type_name("FILE");
  add_traffic_options(app, options->traffic);
  app.add_option("--start", options->start, "When the first call is (default: the trace's time)")
      ->type_name("TIME");
  app.add_flag("--no-verify", options->no_verify, "Leave out reading the log again at the end");
  add_speed_options(app, options->ledger);
  line.on_run(app, [options] { return run_replay(*options); });
}

}  // namespace nemo
