#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/log_commands.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/record_input.h"
#include "adapters/cli/table.h"
#include "adapters/log_file/log_file.h"
#include "events/outcomes/outcome_name.h"

namespace nemo {
namespace {

struct ImportOptions {
  LedgerChoice ledger;
  std::string file;
};

// The file's first bytes, enough to tell what it is.
std::string beginning(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(256, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return bytes.substr(0, bytes.find('\n'));
}

void expect_empty(Ledger& ledger, const std::string& data) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (ledger.log().end_offset(partition) == 0) continue;
    throw Failure{3, data +
                         ": holds records already, and an export keeps its positions only in "
                         "an empty ledger; name another directory"};
  }
}

// The records at their own positions; the ledger decides them when it is opened again.
int import_export(const ImportOptions& options, const LedgerOptions& choice) {
  std::ifstream file(options.file, std::ios::binary);
  std::uint64_t records = 0;
  {
    const auto ledger = Ledger::open(choice);
    expect_empty(*ledger, options.ledger.data);
    Progress progress("records", 0);
    try {
      records = import_log(file, ledger->log(), [&](std::uint64_t done) { progress.update(done); });
    } catch (const LogFileFailure& failure) {
      throw Failure{2, options.file +
                           (failure.line() > 0 ? ":" + std::to_string(failure.line()) : "") + ": " +
                           failure.message()};
    }
    progress.finish();
    ledger->close();
  }
  const auto ledger = Ledger::open(choice);
  Output out = Output::standard();
  out.write(format_count(Wide{records}) + " records imported\ndigest " +
            format_digest(combined_digest(ledger->digests())) + "\n");
  ledger->close();
  out.flush();
  return 0;
}

// Plain NDJSON records: applied, with a summary for all outcomes.
int import_records(const ImportOptions& options, const LedgerOptions& choice) {
  const InputFile file(options.file);
  StopSignal stop;
  const auto ledger = Ledger::open(choice);
  LineReader reader(file.descriptor(), file.name(), stop);
  Progress progress("records", 0);
  std::map<std::string, std::uint64_t> outcomes;
  std::vector<LedgerInput> inputs;
  std::uint64_t records = 0;
  while (read_records(reader, choice.batch_records, inputs)) {
    ledger->apply(inputs, [&](std::size_t, std::span<const Outcome> lines) {
      for (const Outcome& line : lines) ++outcomes[format_outcome_name(line.name)];
    });
    records += inputs.size();
    progress.update(records);
  }
  progress.finish();
  const std::vector<PartitionDigest> digests = ledger->digests();
  ledger->close();
  Table table({{"outcome"}, {"lines", Align::kRight}});
  for (const auto& [name, count] : outcomes) table.add({name, format_count(Wide{count})});
  Output out = Output::standard();
  out.write(format_count(Wide{records}) + " records applied\n\n" + table.text(Style::of(1)) +
            "\ndigest " + format_digest(combined_digest(digests)) + "\n");
  out.flush();
  return 0;
}

int run_import(const ImportOptions& options) {
  const LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  needed(options.file, "FILE", "an exported log");
  const InputFile readable(options.file);  // throws before a directory is made
  return is_log_export(beginning(options.file)) ? import_export(options, choice)
                                                : import_records(options, choice);
}

}  // namespace

void add_log_import(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group,
      {"import", "An exported log into an empty ledger, or plain records",
       "  nemo-ledger log import --data NEW_DIR ledger.log\n"
       "  nemo-ledger log import --data DIR records.ndjson\n"
       "The export's records keep their positions and times; the digest is the same. A file\n"
       "of plain NDJSON records is applied, with a summary instead of its outcomes."});
  auto options = std::make_shared<ImportOptions>();
  add_ledger_options(app, options->ledger);
  add_speed_options(app, options->ledger);
  app.add_option("FILE", options->file, "What `log export` wrote, or NDJSON records");
  line.on_run(app, [options] { return run_import(*options); });
}

}  // namespace nemo
