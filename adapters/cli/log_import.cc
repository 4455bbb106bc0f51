#include <map>
#include <memory>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/log_commands.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/record_input.h"
#include "adapters/cli/table.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/log_file/import_file.h"
#include "adapters/log_file/log_file.h"
#include "events/outcomes/outcome_name.h"

namespace nemo {
namespace {

struct ImportOptions {
  LedgerChoice ledger;
  std::string file;
};

// What `work` on the file gives; a fault of the file is a Failure.
template <class Work>
auto of_file(const std::string& file, Work&& work) {
  try {
    return work();
  } catch (const LogFileFailure& failure) {
    const std::string line = failure.line() > 0 ? ":" + std::to_string(failure.line()) : "";
    throw Failure{2, file + line + ": " + failure.message()};
  }
}

std::uint64_t checked(const std::string& name, ImportFile& file) {
  return of_file(name, [&] {
    Progress progress("records checked", 0);
    return check_log(file.stream(), [&](std::uint64_t done) { progress.update(done); });
  });
}

Failure half_imported(const Failure& failure, const std::filesystem::path& data) {
  return {failure.exit_status, failure.message + "; " + data.string() +
                                   " holds a part of the log: remove it and import again"};
}

void expect_empty(Ledger& ledger, const std::string& data) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    if (ledger.log().end_offset(partition) == 0) continue;
    throw Failure{3, data +
                         ": holds records already, and an export keeps its positions only in "
                         "an empty ledger; name another directory"};
  }
}

// Into a ledger of its own; while it runs, and if it is cut off, nobody else can open that.
void append_all(const std::string& name, ImportFile& file, const LedgerOptions& choice,
                std::uint64_t whole, StopSignal& stop) {
  const auto ledger = open_ledger(choice, stop);
  expect_empty(*ledger, choice.data.string());
  begin_import(choice.data);
  Progress progress("records", whole);
  const auto show = [&](std::uint64_t done) {
    progress.update(done);
    if (done == whole || !stop.stopped()) return;
    ledger->close();
    throw Failure{stop.exit_status(), "stopped by a signal after " + std::to_string(done) + " of " +
                                          std::to_string(whole) + " records"};
  };
  try {
    of_file(name, [&] { import_log(file.stream(), ledger->log(), show); });
    ledger->close();
  } catch (const LogFailure& failure) {
    throw half_imported(failure_of(failure), choice.data);
  } catch (const Failure& failure) {
    throw half_imported(failure, choice.data);
  }
  end_import(choice.data);
}

// The records at their own positions; the ledger decides them when it is opened again.
int import_export(const ImportOptions& options, const LedgerOptions& choice, ImportFile& file) {
  const std::uint64_t records = checked(options.file, file);
  StopSignal stop;
  append_all(options.file, file, choice, records, stop);
  const auto ledger = open_ledger(choice, stop);
  Output out = Output::standard();
  out.write(format_count(Wide{records}) + " records imported\ndigest " +
            format_digest(combined_digest(ledger->digests())) + "\n");
  ledger->close();
  out.flush();
  return 0;
}

// Plain NDJSON records: applied, with a summary for all outcomes.
int import_records(const ImportOptions& options, const LedgerOptions& choice, ImportFile& file) {
  StopSignal stop;
  const auto ledger = open_ledger(choice, stop);
  LineReader reader(file.descriptor(), options.file, stop);
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
  if (!reader.finished()) {
    throw Failure{
        stop.exit_status(),
        "stopped by a signal; " + where_to_go_on(reader, records, choice.data, file.packed())};
  }
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
  const InputFile input(options.file);
  // Whatever is wrong with the file is said before a directory is made.
  const auto file =
      of_file(options.file, [&] { return std::make_unique<ImportFile>(input.descriptor()); });
  switch (file->kind()) {
    case ImportKind::kLog:
      return import_export(options, choice, *file);
    case ImportKind::kRecords:
      return import_records(options, choice, *file);
    case ImportKind::kOther:
      break;
  }
  throw Failure{2, options.file +
                       ": neither a log that `log export` wrote nor NDJSON records (the first "
                       "line is no JSON object); give one of the two, plain or gzip"};
}

}  // namespace

void add_log_import(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group,
      {"import", "An exported log into an empty ledger, or plain records",
       "  nemo-ledger log import --data NEW_DIR ledger.log\n"
       "  nemo-ledger log import --data NEW_DIR ledger.log.gz\n"
       "  nemo-ledger log import --data DIR records.ndjson\n"
       "The export's records keep their positions and times; the digest is the same. A file\n"
       "of plain NDJSON records is applied, with a summary instead of its outcomes. Either may\n"
       "be packed by gzip, or come through a pipe (- is stdin).\n"
       "An import of an export that is cut off leaves a directory that every command refuses."});
  auto options = std::make_shared<ImportOptions>();
  add_ledger_options(app, options->ledger);
  add_speed_options(app, options->ledger);
  app.add_option("FILE", options->file, "What `log export` wrote, or NDJSON records");
  line.on_run(app, [options] { return run_import(*options); });
}

}  // namespace nemo
