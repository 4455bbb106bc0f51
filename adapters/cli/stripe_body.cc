#include "adapters/cli/command_line.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/stripe_commands.h"
#include "adapters/daemon/log_reader.h"
#include "adapters/stripe_ledger/tools.h"

namespace nemo {
namespace {

struct BodyOptions {
  LedgerChoice ledger;
  std::string event;
  std::string position;
  std::string master_key_file;
};

stripe_ledger::WantedBody wanted_by(const BodyOptions& options) {
  if (options.event.empty() && options.position.empty()) {
    throw Failure{2,
                  "name the event (--event evt_...) or the record that keeps its body "
                  "(--position PARTITION/OFFSET)"};
  }
  if (!options.event.empty() && !is_name_form(options.event)) {
    throw Failure{2, "--event: not an id of Stripe's (evt_...)"};
  }
  stripe_ledger::WantedBody wanted{options.event, {}};
  if (options.position.empty()) return wanted;
  wanted.position = parse_moment(options.position, "--position").position;
  if (!wanted.position) {
    throw Failure{2, "--position " + options.position + ": not a position; give PARTITION/OFFSET"};
  }
  return wanted;
}

int run_body(const BodyOptions& options) {
  const stripe_ledger::WantedBody wanted = wanted_by(options);
  const LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadOnly);
  LogReader reader(choice);
  const stripe_ledger::FoundBody found =
      stripe_ledger::stripe_body(reader.log(), choice.data, options.master_key_file, wanted);
  Output out = Output::standard();
  out.write(found.bytes);
  out.flush();
  for (const LogPosition& other : found.others) {
    complain("the event has another body, as of another API version: --position " +
             format_position(other));
  }
  return 0;
}

}  // namespace

void add_stripe_body(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group, {"body", "Prints an event as Stripe sent it, which is kept sealed",
              "  nemo-ledger stripe body --data DIR --event evt_1Nx --master-key-file FILE\n"
              "Byte for byte. Exceptions name the event, or the position of a record. A body has\n"
              "what Stripe says of people: mind where it goes. On the embedded log, stop the\n"
              "service first."});
  auto options = std::make_shared<BodyOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--event", options->event, "Stripe's id of it (evt_...)")->type_name("ID");
  app.add_option("--position", options->position, "The record that keeps it")
      ->type_name("PARTITION/OFFSET");
  add_setting(app, "--master-key-file", options->master_key_file,
              "The master keys that the service has: the current one, then former ones")
      ->type_name("FILE[,FILE]");
  line.on_run(app, [options] { return run_body(*options); });
}

}  // namespace nemo
