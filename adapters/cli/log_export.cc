#include <ostream>
#include <streambuf>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/log_commands.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/daemon/log_reader.h"
#include "adapters/log_file/log_file.h"

namespace nemo {
namespace {

struct ExportOptions {
  LedgerChoice ledger;
  std::string out;
};

// An Output as a stream's end.
class OutputBuffer : public std::streambuf {
 public:
  explicit OutputBuffer(Output& output) : output_(output) {}

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) {
      const char byte = traits_type::to_char_type(c);
      output_.write({&byte, 1});
    }
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    output_.write({bytes, static_cast<std::size_t>(count)});
    return count;
  }

 private:
  Output& output_;
};

std::uint64_t export_to(LogPort& log, Output& output) {
  std::uint64_t whole = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    whole += static_cast<std::uint64_t>(log.end_offset(partition));
  }
  Progress progress("records", whole);
  OutputBuffer buffer(output);
  std::ostream stream(&buffer);
  stream.exceptions(std::ios::badbit);  // a failure of the output is thrown on as it is
  const std::uint64_t records =
      export_log(log, stream, [&](std::uint64_t done) { progress.update(done); });
  output.flush();
  return records;
}

int run_export(const ExportOptions& options) {
  LogReader reader(log_options(options.ledger));
  if (options.out.empty() || options.out == "-") {
    Output out = Output::standard();
    export_to(reader.log(), out);
    return 0;
  }
  OutputFile file(options.out);
  const std::uint64_t records = export_to(reader.log(), file.output());
  file.commit();
  Output out = Output::standard();
  out.write(format_count(Wide{records}) + " records exported to " + options.out + "\n");
  out.flush();
  return 0;
}

}  // namespace

void add_log_export(CommandLine& line, CLI::App& group) {
  CLI::App& app =
      line.add_under(group, {"export", "The whole log as a portable file",
                             "  nemo-ledger log export --data DIR --out ledger.log\n"
                             "  nemo-ledger log export --data DIR | gzip > ledger.log.gz\n"
                             "Imported into an empty ledger it gives the same digest."});
  auto options = std::make_shared<ExportOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--out", options->out, "Where to (default: stdout)")->type_name("FILE");
  line.on_run(app, [options] { return run_export(*options); });
}

}  // namespace nemo
