#include "adapters/cli/traffic_choice.h"

#include <charconv>
#include <utility>

#include "adapters/cli/demo_prices.h"
#include "adapters/cli/nearest.h"
#include "adapters/cli/prices_commands.h"
#include "adapters/workload/tenants.h"
#include "adapters/workload/text_input.h"

namespace nemo {
namespace {

void set_share(CallShares& shares, std::string_view pair) {
  const std::size_t equals = pair.find('=');
  const std::string name(pair.substr(0, equals));
  std::vector<std::string> names;
  for (const auto& [known, field] : kNamedShares) {
    names.emplace_back(known);
    if (name != known || equals == std::string_view::npos) continue;
    const std::string_view digits = pair.substr(equals + 1);
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, shares.*field);
    if (error == std::errc{} && end == last && !digits.empty()) return;
  }
  throw Failure{2, "--shares " + std::string(pair) + ": no share of calls" +
                       suggestion(name, names) + "; give NAME=PER_MILLE, as in fails=40"};
}

CallShares parse_shares(std::string_view text) {
  CallShares shares;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    set_share(shares, text.substr(0, comma));
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return shares;
}

// The newest prices of a table that lists several in time.
constexpr TimeMs kEndOfTime{253'402'300'799'999};

}  // namespace

void add_traffic_options(CLI::App& app, TrafficChoice& choice) {
  add_setting(app, "--seed", choice.seed, "The same seed makes the same records, byte for byte")
      ->type_name("N")
      ->capture_default_str();
  add_setting(app, "--orgs", choice.orgs, "How many organizations the calls are spread over")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--tenants", choice.tenants, "ServeGen rate file: how unequal organizations are")
      ->type_name("FILE");
  app.add_option("--models", choice.models, "The mix of models: gpt-4o=3,claude-haiku-4-5=1")
      ->type_name("MIX");
  app.add_option("--shares", choice.shares,
                 "How calls go, per mille: fails=40,cancels=30,settles_late=6,exceeds_hold=20,...")
      ->type_name("LIST");
  app.add_option("--prices", choice.prices, "Price table (default: round figures of our own)")
      ->type_name("FILE");
  app.add_option("--choices", choice.choices, "Write what the seed chose as CSV")
      ->type_name("FILE");
  app.add_option("--outcomes", choice.outcomes, "Write every outcome as NDJSON")->type_name("FILE");
}

WorkloadOptions workload_options(const TrafficChoice& choice, const LedgerChoice& ledger) {
  WorkloadOptions options;
  options.seed = choice.seed;
  options.orgs = choice.orgs;
  options.shares = parse_shares(choice.shares);
  options.batch_records_max = ledger.batch_records;
  if (!choice.models.empty()) options.models = parse_model_mix(choice.models);
  if (!choice.tenants.empty()) options.tenant_weights = read_tenant_weights(choice.tenants);
  return options;
}

PriceBookPublished price_book(const TrafficChoice& choice) {
  if (choice.prices.empty()) return demo_price_book();
  PriceImportOptions options;
  options.as_of = kEndOfTime;
  return read_price_file(choice.prices, options).book;
}

}  // namespace nemo
