#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/stripe_commands.h"
#include "adapters/stripe_ledger/tools.h"

namespace nemo {
namespace {

struct CatchUpOptions {
  LedgerChoice ledger;
  stripe_ledger::ToolOptions tool;
};

struct AssignOptions {
  LedgerChoice ledger;
  std::string object;
  std::string org;
  std::string actor = "operator";
  bool even_if_not_told = false;
};

std::string count_of(std::int64_t number, const char* what) {
  return format_count(Wide{number}) + " " + what;
}

int run_catch_up(const CatchUpOptions& options) {
  const LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  StopSignal stop;
  const auto ledger = open_ledger(choice, stop);
  stripe_ledger::ToolOptions tool = options.tool;
  tool.data = choice.data;
  const auto counts = stripe_ledger::catch_up_with_stripe(
      *ledger, tool, [&stop](const stripe_ledger::CatchUp::Counts&) {
        if (!stop.stopped()) return;
        throw Failure{stop.exit_status(), "stopped by a signal; the next catch-up goes on"};
      });
  ledger->close();
  Output out = Output::standard();
  out.write("asked Stripe: " + count_of(counts.events, "events, ") +
            count_of(counts.transactions, "balance transactions, ") +
            count_of(counts.payouts, "payouts listed; ") + count_of(counts.news, "news\n"));
  out.flush();
  return 0;
}

std::string said_of(const stripe_ledger::Assigned& assigned, const AssignOptions& options) {
  std::string text = assigned.object_id.value;
  if (text != options.object) text += ", the payment of " + options.object + ",";
  text += " is " + options.org + "'s";
  if (assigned.how == stripe_ledger::Assigned::How::kNow) return text + "\n";
  return text +
         " already: nothing was moved. What of it stands in suspense waits for what Stripe has\n"
         "not told, as an invoice's payment does for its invoice; `nemo-ledger stripe catch-up` "
         "asks for it.\n";
}

int run_assign(const AssignOptions& options) {
  const OrgId org_id = parse_org(options.org);
  if (!is_name_form(options.object)) {
    throw Failure{2, "--object: not an id of Stripe's (pi_..., ch_..., cus_...)"};
  }
  check_actor(options.actor);
  const LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  const auto ledger = open_ledger(choice);
  const auto assigned = stripe_ledger::assign_stripe_object(
      *ledger, choice.data,
      {StripeId(options.object), org_id, options.actor, options.even_if_not_told});
  ledger->close();
  Output out = Output::standard();
  out.write(said_of(assigned, options));
  out.flush();
  return 0;
}

void add_catch_up(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group, {"catch-up", "Asks Stripe for missed events, fees and what payouts are made of",
              "  nemo-ledger stripe catch-up --data DIR --stripe-api-key-file FILE\n"
              "Asks from where it left off; the first time for all that Stripe keeps. What the\n"
              "ledger knows changes nothing. On the embedded log, stop the service first."});
  auto options = std::make_shared<CatchUpOptions>();
  add_ledger_options(app, options->ledger);
  add_setting(app, "--stripe-api-key-file", options->tool.api_key_file,
              "A key of Stripe's API: a restricted one that reads is enough")
      ->type_name("FILE");
  add_setting(app, "--stripe-api-url", options->tool.api_url,
              "Where Stripe's API is (default: https://api.stripe.com)")
      ->type_name("URL");
  add_setting(app, "--master-key-file", options->tool.master_key_file,
              "What seals the events that are kept (default: they are not)")
      ->type_name("FILE[,FILE]");
  line.on_run(app, [options] { return run_catch_up(*options); });
}

void add_assign(CommandLine& line, CLI::App& group) {
  CLI::App& app = line.add_under(
      group,
      {"assign", "Says whose a payment or customer is that nobody knew",
       "  nemo-ledger stripe assign --data DIR --object pi_3Nx --org acme --actor ada\n"
       "Its money leaves suspense, and what was told of it is told to the organization, whose\n"
       "it is for ever. A charge stands for its payment. A service with Stripe's webhook or key\n"
       "does the same: POST /v1/finance/assignments.\n"
       "On the embedded log, stop the service first."});
  auto options = std::make_shared<AssignOptions>();
  add_ledger_options(app, options->ledger);
  app.add_option("--object", options->object, "A payment (pi_..., ch_...) or customer (cus_...)")
      ->type_name("ID")
      ->required();
  app.add_option("--org", options->org, "Whose it is")->type_name("ORG")->required();
  app.add_option("--actor", options->actor, "Who says so: a pseudonym")->type_name("TEXT");
  app.add_flag("--even-if-not-told", options->even_if_not_told,
               "Also where Stripe told nothing of it so far");
  line.on_run(app, [options] { return run_assign(*options); });
}

}  // namespace

void check_actor(const std::string& actor) {
  if (is_id_form(actor)) return;
  throw Failure{2,
                "--actor: not a pseudonym; give 1 to 64 of A-Z a-z 0-9 . _ : -, and no e-mail "
                "address: what is on the log stays there"};
}

void add_stripe(CommandLine& line) {
  CLI::App& group = line.add({"stripe", "Stripe: catch-up, assign, clear, body", ""});
  add_catch_up(line, group);
  add_assign(line, group);
  add_stripe_clear(line, group);
  add_stripe_body(line, group);
}

}  // namespace nemo
