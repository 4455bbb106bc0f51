#include "adapters/cli/clearing_record.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/output.h"
#include "adapters/cli/stripe_commands.h"
#include "adapters/daemon/own_line.h"
#include "adapters/stripe_ledger/clearing.h"
#include "events/outcomes/outcome_name.h"

namespace nemo {
namespace {

std::string why_not(const Outcome& line, const ClearOptions& options, const std::string& id) {
  const std::string nothing = options.object + ": nothing was cleared: ";
  const auto why =
      stripe_ledger::why_not_cleared(line, OrgId(options.org), StripeId(options.object));
  if (why) return nothing + why->message;
  if (line.name.code == OutcomeCode::kExistsWithDifferent) {
    return nothing + "the clearing " + id + " was made before with another " +
           std::string(field_name(line.name.field)) +
           ": give another --clearing-id, or say the same as then";
  }
  return nothing + format_outcome_name(line.name);
}

int run_clear(const ClearOptions& options) {
  Envelope record = clearing_record(options);
  const std::string id = std::get<SuspenseCleared>(record.payload).clearing_id.value;
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite));
  const Outcome line = own_line(ledger->call({std::move(record), {}}));
  ledger->close();
  const bool is_again = line.name.code == OutcomeCode::kExists;
  if (!is_again && line.name.code != OutcomeCode::kAccepted) {
    throw Failure{2, why_not(line, options, id)};
  }
  Output out = Output::standard();
  out.write(is_again ? "the same was cleared before by " + id +
                           ": nothing was moved; another clearing takes another --clearing-id\n"
                     : options.amount + " of " + options.object + " is cleared to " + options.to +
                           " by " + id + " at " + format_position(line.position) + "\n");
  out.flush();
  return 0;
}

}  // namespace

void add_stripe_clear(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group,
      {"clear", "Takes out of suspense what can be assigned to nobody",
       "  nemo-ledger stripe clear --data DIR --object txn_1Nx --amount -0.30 \\\n"
       "    --to expense:stripe_fees --reason \"a correction of Stripe's\" --actor ada\n"
       "The exceptions report names object, organization (_stripe: --org may be left out) and\n"
       "what stands in suspense: no more than that is cleared, and a part may be. What is later\n"
       "told of a payment counts first: its clearing gives way, stays known, and is booked again\n"
       "when the money stands in suspense again. A payment that is nobody's is assigned instead\n"
       "(stripe assign). What an organization is to have as credits, of a payment too (with its\n"
       "--org), takes two commands, the second with the same amount:\n"
       "  nemo-ledger stripe clear --data DIR --object txn_1Nx --amount 25 \\\n"
       "    --to expense:adjustments --reason \"acme paid in euros\"\n"
       "  echo '{\"event_id\":\"6ba7b811-9dad-11d1-80b4-00c04fd430c8\",\"org_id\":\"acme\",\n"
       "    \"credit_adjusted\":{\"adjustment_id\":\"txn_1Nx\",\"amount_nano\":25000000000,\n"
       "    \"reason\":\"acme paid in euros\",\"actor\":\"ada\"}}' | tr -d '\\n' |\n"
       "    nemo-ledger apply --data DIR\n"
       "A service does the same as this one: POST /v1/finance/clearings.\n"
       "On the embedded log, stop the service first."});
  auto options = std::make_shared<ClearOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--object", options->object, "A movement (txn_...) or payment (pi_..., ch_...)")
      ->type_name("ID")
      ->required();
  app.add_option("--org", options->org, "In whose books it stands (default: _stripe)")
      ->type_name("ORG");
  app.add_option("--amount", options->amount, "What leaves suspense, with its sign")
      ->type_name("USD")
      ->required();
  app.add_option("--to", options->to,
                 "expense:adjustments, expense:stripe_fees, expense:dispute_losses, "
                 "tax:payable, revenue:platform_fee or bank")
      ->type_name("ACCOUNT")
      ->required();
  app.add_option("--reason", options->reason, "Why")->type_name("TEXT")->required();
  app.add_option("--actor", options->actor, "Who says so: a pseudonym")->type_name("TEXT");
  app.add_option("--clearing-id", options->clearing_id,
                 "Of this clearing (default: by what it says, so that a repeat changes nothing)")
      ->type_name("ID");
  line.on_run(app, [options] { return run_clear(*options); });
}

}  // namespace nemo
