#include "bench/load/report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

namespace nemo::load {
namespace {

namespace json = boost::json;

struct Quantile {
  const char* title;
  const char* name;
  double share;
};
constexpr Quantile kQuantiles[] = {{"p50", "p50_us", 0.5},
                                   {"p90", "p90_us", 0.9},
                                   {"p99", "p99_us", 0.99},
                                   {"p99.9", "p99.9_us", 0.999}};

constexpr std::size_t kOrgsNamed = 100;

double microseconds(std::int64_t ns) { return static_cast<double>(ns) / 1'000; }

double per_second(const Histogram& times, std::int64_t seconds) {
  return static_cast<double>(times.count()) / static_cast<double>(seconds);
}

std::map<int, std::int64_t> failures_of(const Tally& tally, Operation operation) {
  std::map<int, std::int64_t> found;
  for (const auto& [at, count] : tally.failures) {
    if (at.first == operation) found[at.second] = count;
  }
  return found;
}

std::string status_text(int status) { return status == 0 ? "no answer" : std::to_string(status); }

std::string row_of(const Tally& tally, Operation operation) {
  const Histogram& times = tally.of(operation);
  char text[64];
  std::snprintf(text, sizeof text, "%-8s  %10.0f",
                kOperationNames[static_cast<int>(operation)].data(),
                per_second(times, tally.seconds));
  std::string row = text;
  for (const Quantile& quantile : kQuantiles) {
    std::snprintf(text, sizeof text, "  %9.0f", microseconds(times.quantile_ns(quantile.share)));
    row += text;
  }
  std::snprintf(text, sizeof text, "  %9.0f  ", microseconds(times.max_ns()));
  row += text;
  const auto failures = failures_of(tally, operation);
  if (failures.empty()) row += "none";
  for (const auto& [status, count] : failures) {
    row += status_text(status) + ": " + std::to_string(count) + " ";
  }
  return row + "\n";
}

bool has_any(const Tally& tally, Operation operation) {
  return tally.of(operation).count() > 0 || !failures_of(tally, operation).empty();
}

json::object benchmark_of(const Tally& tally, Operation operation) {
  const Histogram& times = tally.of(operation);
  json::object made{
      {"name", "load/" + std::string(kOperationNames[static_cast<std::size_t>(operation)])},
      {"iterations", times.count()},
      {"items_per_second", per_second(times, tally.seconds)},
      {"max_us", microseconds(times.max_ns())}};
  for (const Quantile& quantile : kQuantiles) {
    made[quantile.name] = microseconds(times.quantile_ns(quantile.share));
  }
  json::object failures;
  for (const auto& [status, count] : failures_of(tally, operation)) {
    failures[status_text(status)] = count;
  }
  made["failures"] = std::move(failures);
  return made;
}

template <class Visit>
void each_operation(const Tally& tally, Visit&& visit) {
  for (std::size_t number = 0; number < kOperationNames.size(); ++number) {
    if (has_any(tally, static_cast<Operation>(number))) visit(static_cast<Operation>(number));
  }
}

}  // namespace

std::string table_of(const Tally& tally) {
  std::string table =
      "               a second     p50 us        p90        p99      p99.9        max  failures\n";
  each_operation(tally, [&](Operation operation) { table += row_of(tally, operation); });
  if (tally.not_asked > 0) {
    table += std::to_string(tally.not_asked) + " were due and found no connection in 30 s\n";
  }
  return table;
}

std::string json_of(const Tally& tally, const Options& options, std::int64_t opened_anew) {
  json::object context{{"what", options.what},
                       {"tls", options.url.starts_with("https")},
                       {"connections", options.connections},
                       {"rate", options.plan.rate},
                       {"seconds", options.plan.seconds},
                       {"orgs", options.tenants.orgs},
                       {"keys", options.tenants.keys},
                       {"not_asked", tally.not_asked},
                       {"opened_anew", opened_anew}};
  json::array org_ids;
  for (std::size_t org = 0; org < std::min(options.tenants.orgs, kOrgsNamed); ++org) {
    const std::string org_id = org_id_of(options.tenants, org);
    org_ids.emplace_back(json::string_view(org_id.data(), org_id.size()));
  }
  context["org_ids"] = std::move(org_ids);
  json::array benchmarks;
  each_operation(
      tally, [&](Operation operation) { benchmarks.push_back(benchmark_of(tally, operation)); });
  return json::serialize(
      json::object{{"context", std::move(context)}, {"benchmarks", std::move(benchmarks)}});
}

bool is_clean(const Tally& tally, const std::set<int>& allowed) {
  bool any = false;
  for (const Histogram& times : tally.times) any = any || times.count() > 0;
  for (const auto& [at, count] : tally.failures) {
    if (!allowed.contains(at.second)) return false;
  }
  return (any || !tally.failures.empty()) && tally.not_asked == 0;
}

}  // namespace nemo::load
