#include <poll.h>

#include "adapters/api/demo.h"
#include "adapters/api/https_service.h"
#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/metrics_file.h"
#include "adapters/cli/open_ledger.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/partition_list.h"

namespace nemo {
namespace {

constexpr int kLookMs = 250;
constexpr std::chrono::seconds kDrain{10};

struct ServeOptions {
  LedgerChoice ledger;
  std::string partitions;
  std::string metrics_file;
  api::ServiceOptions service;
  bool demo = false;
};

std::string standing_text(const NodeStanding& standing) {
  std::uint64_t behind = 0;
  std::uint64_t publishes = 0;
  for (const NodeStanding::Partition& partition : standing.partitions) {
    behind += static_cast<std::uint64_t>(partition.log_end - partition.decided_end);
    publishes += partition.publishes ? 1 : 0;
  }
  return format_count(Wide{standing.records_decided}) + " records decided, " +
         format_count(Wide{behind}) + " behind the log, publishing " + std::to_string(publishes) +
         " of " + std::to_string(standing.partitions.size()) + " partitions";
}

// Until a signal comes, or the ledger cannot go on.
void watch(Ledger& ledger, StopSignal& stop, const std::string& metrics_file) {
  while (!stop.stopped()) {
    if (!metrics_file.empty()) write_metrics(metrics_file, ledger.standing());
    if (const auto failure = ledger.failure()) throw Failure(*failure);
    pollfd waited{stop.descriptor(), POLLIN, 0};
    ::poll(&waited, 1, kLookMs);
  }
}

std::string serving_text(Ledger& ledger, const ServeOptions& options, const LedgerOptions& choice) {
  std::string text = "serving ";
  if (choice.kafka) {
    text += "partitions " + format_partitions(ledger.standing()) + " of " + options.ledger.log +
            ", topic " + choice.kafka->topic_prefix + ".events; ";
  }
  return text + "state in " + choice.data.string() + "\n";
}

// Null where nothing is listened to.
std::unique_ptr<api::HttpsService> service_of(Ledger& ledger, const ServeOptions& options,
                                              const LedgerOptions& choice, Output& out) {
  if (options.service.listen.empty()) return nullptr;
  api::ServiceOptions asked = options.service;
  asked.data = choice.data;
  std::optional<api::Demo> demo;
  if (options.demo) {
    demo = api::make_demo(ledger, choice.data);
    if (asked.service_key_file.empty()) asked.service_key_file = demo->service_key_file.string();
    if (asked.master_key_file.empty()) asked.master_key_file = demo->master_key_file.string();
    demo->service_key_file = asked.service_key_file.substr(0, asked.service_key_file.find(','));
  }
  auto service = std::make_unique<api::HttpsService>(ledger, asked);
  for (const std::string& address : service->addresses()) {
    out.write("listening on " + address + "\n");
  }
  if (demo) out.write(api::demo_lines(*demo, service->addresses().front()));
  return service;
}

int run_serve(const ServeOptions& options) {
  LedgerOptions choice = ledger_options(options.ledger, LedgerOptions::Mode::kReadWrite);
  if (!choice.kafka && options.service.listen.empty()) {
    throw Failure{2,
                  "--log embedded: nobody can append to it from outside; serve the API with "
                  "--listen 127.0.0.1:8443, or name a cluster: --log kafka://HOST:PORT"};
  }
  if (!choice.kafka && !options.partitions.empty()) {
    throw Failure{2, "--partitions: the embedded log has one node, which serves all; leave it out"};
  }
  if (choice.kafka) choice.kafka->partitions = parse_partitions(options.partitions);
  StopSignal stop;
  const auto ledger = open_ledger(choice, stop);
  if (!ledger->repaired().empty()) complain("repaired: " + ledger->repaired());
  Output out = Output::standard();
  out.write(serving_text(*ledger, options, choice));
  const auto service = service_of(*ledger, options, choice, out);
  out.flush();
  watch(*ledger, stop, options.metrics_file);
  stop.release();  // a second signal ends it at once
  if (service != nullptr && !service->drain(kDrain)) complain("some requests were not answered");
  ledger->close();
  const NodeStanding standing = ledger->standing();
  if (!options.metrics_file.empty()) write_metrics(options.metrics_file, standing);
  out.write(choice.kafka ? "stopped: " + standing_text(standing) + "\n" : "stopped\n");
  out.flush();
  return 0;
}

void add_service_options(CLI::App& app, api::ServiceOptions& service) {
  const auto add = [&app](const char* name, std::string& into, const char* type, const char* help) {
    add_setting(app, name, into, help)->type_name(type)->group("HTTPS");
  };
  add("--listen", service.listen, "ADDRESS:PORT",
      "Serve the API there: HTTPS; http://127.0.0.1:PORT or unix:PATH without TLS");
  add("--tls-cert", service.tls_certificate, "FILE",
      "Certificate with its chain, PEM (default: a self-signed one, on loopback alone)");
  add("--tls-key", service.tls_key, "FILE", "Its private key, PEM");
  add("--service-key-file", service.service_key_file, "FILE[,FILE]",
      "The key that may do everything; two while it is rotated");
  add("--operator-key-file", service.operator_key_file, "FILE[,FILE]",
      "The key for /metrics (default: anybody on loopback, nobody elsewhere)");
  add("--finance-key-file", service.finance_key_file, "FILE[,FILE]",
      "The key that reads every organization's books");
  add("--master-key-file", service.master_key_file, "FILE[,FILE]",
      "What other secrets are derived from: openssl rand -hex 32; the current one first, then "
      "former ones");
  add("--stripe-webhook-secret-file", service.stripe_webhook_secret_file, "FILE",
      "Secrets of Stripe's webhook endpoints (whsec_...), one a line: take its events at "
      "POST /v1/stripe/webhook");
  add("--stripe-mode", service.stripe_mode, "live, test, any",
      "Which of Stripe's events count; others are put aside (default: those of the API key's mode; "
      "without one any)");
  add("--stripe-api-key-file", service.stripe_api_key_file, "FILE",
      "A key of Stripe's API: ask it for fees, payouts, missed events and by what payment a "
      "subscription's invoice was paid, offer checkouts, take automatic top-ups");
  add("--stripe-api-url", service.stripe_api_url, "URL",
      "Where Stripe's API is (default: https://api.stripe.com)");
  add_setting(app, "--stripe-ask-every", service.stripe_ask_every_s,
              "Seconds from one catch-up with Stripe to the next (default: 60)")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS")
      ->group("HTTPS");
  app.add_flag("!--no-webhooks", service.sends_webhooks,
               "Send no alerts from here: another node on Kafka does")
      ->group("HTTPS");
  app.add_flag("--webhooks-allow-private", service.webhooks_allow_private,
               "Let webhooks be http:// and on this machine or a private network: for tests")
      ->group("HTTPS");
  add("--access-log", service.access_log, "FILE",
      "Every answer as a line of JSON; - is stderr (default: none)");
  add("--jwks-url", service.jwks_url, "URL", "Where the keys of people's tokens are published");
  add("--jwks-ca-file", service.jwks_ca_file, "FILE",
      "Whom to trust there, PEM (default: as the system does)");
  add("--jwt-hs256-secret-file", service.jwt_secret_file, "FILE",
      "The secret of people's tokens, where their issuer has no published keys");
  add("--jwt-issuer", service.jwt_issuer, "TEXT", "What the tokens' `iss` must be");
  add("--jwt-audience", service.jwt_audience, "TEXT",
      "What their `aud` must name (default: authenticated)");
}

}  // namespace

void add_serve(CommandLine& line) {
  CLI::App& app = line.add(
      {"serve", "Serves the API over HTTPS; follows a log on Kafka and publishes the outcomes",
       "  nemo-ledger serve --data DIR --listen 127.0.0.1:8443 --demo\n"
       "  nemo-ledger serve --data DIR --listen 0.0.0.0:443 --tls-cert FILE --tls-key FILE \\\n"
       "      --service-key-file FILE --jwks-url URL --jwt-issuer URL\n"
       "  nemo-ledger kafka init --log kafka://127.0.0.1:9092\n"
       "  nemo-ledger serve --data DIR --log kafka://127.0.0.1:9092\n"
       "  nemo-ledger serve --data DIR2 --log kafka://127.0.0.1:9092 --partitions 0-7\n"
       "Without --listen a node on Kafka decides and publishes alone. Any number of nodes may\n"
       "serve the same partitions: all decide alike, one of them publishes, and another takes\n"
       "over when it has been silent for half a second. SIGTERM drains: what has arrived is\n"
       "answered, decided, published and stored, with exit status 0."});
  auto options = std::make_shared<ServeOptions>();
  add_ledger_options(app, options->ledger);
  add_speed_options(app, options->ledger);
  add_setting(app, "--partitions", options->partitions,
              "Which partitions to decide: 0-7, or 1,4,9-11 (default: all)")
      ->type_name("LIST");
  add_setting(app, "--metrics-file", options->metrics_file,
              "Written anew four times a second, in Prometheus's text format")
      ->type_name("FILE");
  add_service_options(app, options->service);
  app.add_flag("--demo", options->demo,
               "Make an organization to try the API with, and print lines to paste")
      ->group("HTTPS");
  line.on_run(app, [options] { return run_serve(*options); });
}

}  // namespace nemo
