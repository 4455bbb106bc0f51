#include <csignal>
#include <cstdio>

#include "bench/load/options.h"
#include "bench/load/report.h"

namespace nemo::load {
namespace {

constexpr int kUnclean = 1;
constexpr int kUsage = 2;
constexpr int kUnreachable = 4;

void tell_progress(const Tally& tally, std::int64_t second, std::int64_t& counted) {
  std::int64_t count = 0;
  std::int64_t failures = 0;
  for (const Histogram& times : tally.times) count += times.count();
  count -= tally.of(Operation::kPair).count();  // of answers that are counted already
  for (const auto& [at, times] : tally.failures) failures += times;
  std::fprintf(stderr, "nemo-load: %lld s, %lld timed answers in the last, %lld failures\n",
               static_cast<long long>(second), static_cast<long long>(count - counted),
               static_cast<long long>(failures));
  counted = count;
}

int run(const Options& options, const Endpoint& endpoint) {
  Connections connections(endpoint, options.connections);
  const auto made = [&](std::size_t count) {
    if (count % 1'000 == 0 || count == options.tenants.orgs) {
      std::fprintf(stderr, "nemo-load: %zu of %zu organizations made\n", count,
                   options.tenants.orgs);
    }
  };
  std::vector<std::string> keys =
      make_tenants(connections, options.tenants, endpoint.authority(), made);
  Load load(connections, endpoint.authority(), std::move(keys), options.plan);
  std::int64_t second = 0;
  std::int64_t counted = 0;
  const Tally tally =
      load.run([&](const Tally& so_far) { tell_progress(so_far, ++second, counted); });
  std::fputs(table_of(tally).c_str(), options.json ? stderr : stdout);
  if (options.json) std::puts(json_of(tally, options, connections.opened_anew()).c_str());
  return is_clean(tally, options.allowed) ? 0 : kUnclean;
}

int run_main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a connection that ends is an answer that is missing
  Options options;
  std::optional<Endpoint> endpoint;
  try {
    if (const auto ended = read_options(argc, argv, options)) return *ended;
    endpoint.emplace(options.url, options.ca_file);
  } catch (const LoadFailure& failure) {
    std::fprintf(stderr, "nemo-load: %s\n", failure.message.c_str());
    return kUsage;
  }
  try {
    return run(options, *endpoint);
  } catch (const LoadFailure& failure) {
    std::fprintf(stderr, "nemo-load: %s\n", failure.message.c_str());
    return kUnreachable;
  }
}

}  // namespace
}  // namespace nemo::load

int main(int argc, char** argv) { return nemo::load::run_main(argc, argv); }
