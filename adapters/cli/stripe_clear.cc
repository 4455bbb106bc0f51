#include <cctype>

#include "adapters/api/decimal.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/stripe_commands.h"
#include "adapters/daemon/named_event_id.h"
#include "adapters/daemon/own_line.h"
#include "events/outcomes/outcome_name.h"

namespace nemo {
namespace {

struct ClearOptions {
  LedgerChoice ledger;
  std::string object;
  std::string org{kStripeOrg};
  std::string amount;
  std::string to;
  std::string reason;
  std::string actor = "operator";
  std::string clearing_id;
};

// "expense:stripe_fees", or as records spell it.
ClearingAccount account_named(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool is_between = c == ':' || c == '-';
    name += is_between ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  for (auto account = ClearingAccount::kCredits; !enum_name(account).empty();
       account = static_cast<ClearingAccount>(static_cast<int>(account) + 1)) {
    if (name == enum_name(account)) return account;
  }
  throw Failure{2, "--to " + text +
                       ": none of credits, expense:adjustments, expense:stripe_fees, "
                       "expense:dispute_losses, tax:payable, revenue:platform_fee, bank"};
}

Nano amount_named(const std::string& text) {
  const std::optional<Nano> amount = api::parse_decimal(text);
  if (amount && amount->value != 0) return *amount;
  throw Failure{2, "--amount " + text +
                       ": not an amount; give it as the exceptions report has it, below 0 where "
                       "money went out (12.5, -0.30)"};
}

OrgId holder_named(const std::string& text) {
  return text == kStripeOrg ? OrgId(kStripeOrg) : parse_org(text);
}

// Without an id the same command given again is the same clearing.
ClearingId id_of(const ClearOptions& options) {
  if (!options.clearing_id.empty()) return ClearingId(options.clearing_id);
  std::string name = "stripe clear";
  for (const std::string* part :
       {&options.object, &options.org, &options.amount, &options.to, &options.reason}) {
    name.push_back('\n');
    name.append(*part);
  }
  return ClearingId(format_event_id(event_id_named(name)));
}

Envelope record_of(const ClearOptions& options) {
  SuspenseCleared cleared;
  cleared.clearing_id = id_of(options);
  cleared.object_id = StripeId(options.object);
  cleared.amount_nano = amount_named(options.amount);
  cleared.account = account_named(options.to);
  cleared.reason = Label(options.reason);
  cleared.actor = Label(options.actor);
  Envelope envelope;
  envelope.org_id = holder_named(options.org);
  envelope.producer = Label("stripe clear");
  envelope.event_id =
      event_id_named("stripe clear\n" + options.org + "\n" + cleared.clearing_id.value);
  if (const Field wrong = check_form(cleared); wrong != Field::kNone) {
    throw Failure{2, std::string(field_name(wrong)) + " is missing or of a wrong form"};
  }
  envelope.payload = std::move(cleared);
  return envelope;
}

std::string why_not(const Outcome& line, const ClearOptions& options) {
  const std::string nothing = options.object + ": nothing was cleared: ";
  if (line.name.code == OutcomeCode::kNotFound) {
    return nothing + "nobody told " + options.org +
           " of it; --org is the organization that the exceptions report names beside it";
  }
  if (line.name.code == OutcomeCode::kDeniedOrganizationUnknown) {
    return nothing + "there is no organization " + options.org;
  }
  if (line.name == OutcomeName{OutcomeCode::kInvalid, Field::kObjectId}) {
    return nothing + "a payment that is nobody's is assigned: `nemo-ledger stripe assign`";
  }
  if (line.name == OutcomeName{OutcomeCode::kInvalid, Field::kAccount}) {
    return nothing +
           "a movement of Stripe's balance is no organization's, so it buys no credits; see "
           "`nemo-ledger stripe clear --help` for how to give them";
  }
  if (line.name == OutcomeName{OutcomeCode::kInvalid, Field::kAmountNano}) {
    return nothing +
           "it is more than stands in suspense, or not of its sign; `nemo-ledger report "
           "exceptions` has what stands there";
  }
  return nothing + format_outcome_name(line.name);
}

int run_clear(const ClearOptions& options) {
  check_actor(options.actor);
  Envelope record = record_of(options);
  const std::string id = std::get<SuspenseCleared>(record.payload).clearing_id.value;
  const auto ledger = open_ledger(ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite));
  const Outcome line = own_line(ledger->call({std::move(record), {}}));
  ledger->close();
  const bool is_again = line.name.code == OutcomeCode::kExists;
  if (!is_again && line.name.code != OutcomeCode::kAccepted) {
    throw Failure{2, why_not(line, options)};
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
       "what stands in suspense: no more than that is cleared, and a part may be. A payment of\n"
       "an organization can be cleared to its credits; what is later told of the payment counts\n"
       "first, and undoes as much of the clearing as then stands in suspense no more. A payment\n"
       "that is nobody's is assigned instead (stripe assign). A movement of Stripe's balance\n"
       "that an organization is to have as credits takes two commands, the second with the\n"
       "same amount:\n"
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
                 "credits, expense:adjustments, expense:stripe_fees, expense:dispute_losses, "
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
