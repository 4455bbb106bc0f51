#include "bench/load/options.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <map>
#include <random>

namespace nemo::load {
namespace {

constexpr const char* kPurpose =
    "Asks a running nemo-ledger for reservations, settlements and balances, and measures it.";
constexpr const char* kHelpEnd =
    "It makes organizations of its own first: each with credits, keys and four budgets that every\n"
    "call meets. Without --rate each connection asks anew as soon as it is answered (a closed\n"
    "loop). With it calls arrive at fixed times, and their time is counted from then, also while\n"
    "they wait for a connection: a service that stands still cannot hide it.\n\n"
    "  nemo-ledger serve --data DIR --listen 127.0.0.1:8443 --service-key-file FILE &\n"
    "  nemo-load --service-key-file FILE --what reserve --connections 1\n"
    "  nemo-load --service-key-file FILE --orgs 1000 --seconds 60 --json >report.json\n"
    "  nemo-load --service-key-file FILE --what mixed --rate 5000 --connections 256\n\n"
    "Exit status: 0 done; 1 done, and some answers were no 2xx (see --allow); 2 usage; 4 the\n"
    "service cannot be reached, or refused to make an organization.";

const std::map<std::string, What> kWhat = {{"reserve", What::kReserve},
                                           {"pair", What::kPair},
                                           {"balance", What::kBalance},
                                           {"mixed", What::kMixed}};

void add_where(CLI::App& app, Options& options, std::string& key_file) {
  app.add_option("--url", options.url, "The service; http:// without TLS")->capture_default_str();
  app.add_option("--ca-file", options.ca_file,
                 "Whom to trust, PEM (default: the system's; on loopback every certificate)");
  app.add_option("--service-key-file", key_file, "The key that makes organizations")->required();
}

void add_load(CLI::App& app, Options& options) {
  app.add_option("--what", options.what,
                 "reserve; pair: reserve, then settle; balance; mixed: four pairs to a balance")
      ->check(CLI::IsMember(kWhat))
      ->capture_default_str();
  const auto number = [&app](const char* name, auto& into, std::int64_t most, const char* help) {
    app.add_option(name, into, help)
        ->check(CLI::Range(std::int64_t{name == std::string("--rate") ? 0 : 1}, most))
        ->capture_default_str();
  };
  number("--connections", options.connections, 10'000, "Kept alive, one question at a time");
  number("--rate", options.plan.rate, 1'000'000, "Arrivals a second; 0: a closed loop");
  number("--seconds", options.plan.seconds, 86'400, "How long it is measured");
  app.add_option("--warm-up", options.plan.warm_up_seconds, "Seconds before, not measured")
      ->check(CLI::Range(0, 3'600))
      ->capture_default_str();
  number("--orgs", options.tenants.orgs, 1'000'000, "Organizations");
  number("--keys", options.tenants.keys, 1'000, "Keys of each");
}

// The first line of the file.
std::string read_key(const std::string& file) {
  std::ifstream in(file);
  std::string key;
  if (!std::getline(in, key) || key.empty()) {
    throw LoadFailure{"--service-key-file '" + file +
                      "': no key can be read there; it is the file that serve was given"};
  }
  return key;
}

}  // namespace

std::optional<int> read_options(int argc, char** argv, Options& options) {
  CLI::App app(kPurpose, "nemo-load");
  app.footer(kHelpEnd);
  app.set_help_flag("--help,-h", "This");
  std::string key_file;
  add_where(app, options, key_file);
  add_load(app, options);
  app.add_option("--allow", options.allowed, "A status that is no failure of the run, e.g. 402")
      ->check(CLI::Range(400, 599));
  app.add_flag("--json", options.json, "A report in JSON on stdout; the table then is on stderr");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& ended) {
    return app.exit(ended) == 0 ? 0 : 2;
  }
  options.plan.what = kWhat.at(options.what);
  options.tenants.service_key = read_key(key_file);
  options.tenants.prefix = "load-" + std::to_string(std::random_device{}());
  return std::nullopt;
}

}  // namespace nemo::load
