#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/record_input.h"
#include "events/wire/outcome_json.h"

namespace nemo {
namespace {

struct ApplyOptions {
  LedgerChoice ledger;
  std::string file;
};

void write_lines(Output& out, std::span<const Outcome> lines) {
  for (const Outcome& line : lines) {
    append_outcome_json(line, out.buffer());
    out.write("\n");
  }
}

// Every record is printed once it is durable; nothing waits for the input's end.
int run_apply(const ApplyOptions& options) {
  const LedgerOptions ledger_choice =
      ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  const InputFile file(options.file);  // before the directory is made
  StopSignal stop;
  const auto ledger = open_ledger(ledger_choice, stop);
  if (!ledger->repaired().empty()) complain("repaired: " + ledger->repaired());
  LineReader reader(file.descriptor(), file.name(), stop);
  Output out = Output::standard();
  std::vector<LedgerInput> inputs;
  std::uint64_t records = 0;
  try {
    while (read_records(reader, ledger_choice.batch_records, inputs)) {
      records += inputs.size();
      ledger->apply(inputs,
                    [&](std::size_t, std::span<const Outcome> lines) { write_lines(out, lines); });
      out.flush();
    }
  } catch (const OutputClosed&) {
    throw Failure{
        2, "stdout: closed by its reader; " + where_to_go_on(reader, records, ledger_choice.data)};
  } catch (const Failure&) {
    out.flush();  // what was decided before it
    throw;
  }
  ledger->close();
  if (reader.finished()) return 0;
  throw Failure{stop.exit_status(),
                "stopped by a signal; " + where_to_go_on(reader, records, ledger_choice.data)};
}

}  // namespace

void add_apply(CommandLine& line) {
  CLI::App& app =
      line.add({"apply", "Records in (NDJSON), outcomes out, each as soon as it is durable",
                "  nemo-ledger apply --data DIR records.ndjson > outcomes.ndjson\n"
                "  gateway | nemo-ledger apply --data DIR | billing\n"
                "A record is one JSON object a line:\n"
                "  {\"event_id\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\",\"org_id\":\"acme\",\n"
                "   \"at\":\"2026-01-05T00:00:00Z\",\"organization_created\":{\"name\":\"Acme\","
                "\"currency\":\"USD\"}}\n"
                "A wrong line is answered `malformed`, and the lines after it are still applied.\n"
                "Stopped by a signal it says which line to go on with, with exit status 130 or\n"
                "143."});
  auto options = std::make_shared<ApplyOptions>();
  add_ledger_options(app, options->ledger);
  add_speed_options(app, options->ledger);
  app.add_option("FILE", options->file, "Records; stdin without it, and for -");
  line.on_run(app, [options] { return run_apply(*options); });
}

}  // namespace nemo
