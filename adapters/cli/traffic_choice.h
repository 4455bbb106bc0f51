#pragma once

#include <string>

#include "adapters/cli/options.h"
#include "adapters/workload/options.h"
#include "events/catalog/price_book_published.h"

namespace nemo {

// What replay and demo share: how many organizations, which models, how calls go.
struct TrafficChoice {
  std::uint64_t seed = WorkloadOptions{}.seed;
  std::int64_t orgs = WorkloadOptions{}.orgs;
  std::string tenants;
  std::string models;
  std::string shares;
  std::string prices;
  std::string choices;
  std::string outcomes;
};

void add_traffic_options(CLI::App& app, TrafficChoice& choice);

// Throws Failure (2) for files that cannot be read and values that are wrong.
WorkloadOptions workload_options(const TrafficChoice& choice, const LedgerChoice& ledger);
PriceBookPublished price_book(const TrafficChoice& choice);

}  // namespace nemo
