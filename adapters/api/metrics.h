#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/api/route.h"
#include "adapters/daemon/metrics_text.h"
#include "adapters/daemon/standing.h"

namespace nemo::api {

// Requests, errors and durations of every route, the ledger's standing, and what others know, as
// Prometheus reads them (text format 0.0.4). Thread rule: any thread.
class Metrics {
 public:
  using Figures = std::function<void(MetricsText&)>;

  Metrics();

  // One answer: `route` null for a path that is none.
  void note(const Route* route, int status, std::int64_t microseconds);
  // Further families, asked for with each text().
  void also(Figures figures);

  std::string text(const NodeStanding& standing) const;

 private:
  // Upper bounds, in microseconds; the last is without bound.
  static constexpr std::array<std::int64_t, 12> kBounds = {
      100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 1'000'000, 10'000'000};

  struct OfRoute {
    std::array<std::atomic<std::uint64_t>, 6> by_class{};  // 2xx at 2, and so on
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> durations{};
    std::atomic<std::uint64_t> microseconds = 0;
  };

  void add_requests(MetricsText& text) const;
  void add_durations(MetricsText& text) const;

  std::unique_ptr<OfRoute[]> of_routes_;  // as routes(), then that of no route
  mutable std::mutex mutex_;
  std::vector<Figures> others_;
};

}  // namespace nemo::api
