#include "adapters/api/metrics.h"

#include <algorithm>

#include "adapters/daemon/standing_metrics.h"

namespace nemo::api {
namespace {

// Microseconds as seconds, exactly.
std::string seconds(std::uint64_t microseconds) {
  std::string part = std::to_string(microseconds % 1'000'000);
  part.insert(0, 6 - part.size(), '0');
  return std::to_string(microseconds / 1'000'000) + "." + part;
}

void head(std::string& out, const std::string& name, const std::string& type,
          const std::string& help) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

}  // namespace

Metrics::Metrics() : of_routes_(std::make_unique<OfRoute[]>(routes().size() + 1)) {}

void Metrics::note(const Route* route, int status, std::int64_t microseconds) {
  const std::size_t place =
      route == nullptr ? routes().size() : static_cast<std::size_t>(route - routes().data());
  OfRoute& of = of_routes_[place];
  ++of.by_class[static_cast<std::size_t>(std::clamp(status / 100, 1, 5))];
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), microseconds);
  ++of.durations[static_cast<std::size_t>(bound - kBounds.begin())];
  of.microseconds += static_cast<std::uint64_t>(std::max<std::int64_t>(0, microseconds));
}

std::string Metrics::text(const NodeStanding& standing) const {
  std::string out;
  const std::string requests = "nemo_http_requests_total";
  const std::string duration = "nemo_http_request_duration_seconds";
  head(out, requests, "counter", "Answers by route and class of status.");
  const auto name = [](std::size_t place) {
    return place == routes().size() ? std::string("none") : std::string(routes()[place].name);
  };
  for (std::size_t place = 0; place <= routes().size(); ++place) {
    for (std::size_t status = 1; status < 6; ++status) {
      const std::uint64_t count = of_routes_[place].by_class[status];
      if (count == 0) continue;
      out += requests + "{route=\"" + name(place) + "\",code=\"" + std::to_string(status) +
             "xx\"} " + std::to_string(count) + "\n";
    }
  }
  head(out, duration, "histogram", "From a request's last byte to its answer.");
  for (std::size_t place = 0; place <= routes().size(); ++place) {
    const OfRoute& of = of_routes_[place];
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < of.durations.size(); ++i) sum += of.durations[i];
    if (sum == 0) continue;
    const std::string label = "{route=\"" + name(place) + "\"";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      below += of.durations[i];
      out += duration + "_bucket" + label + ",le=\"" +
             seconds(static_cast<std::uint64_t>(kBounds[i])) + "\"} " + std::to_string(below) +
             "\n";
    }
    out += duration + "_bucket" + label + ",le=\"+Inf\"} " + std::to_string(sum) + "\n";
    out += duration + "_sum" + label + "} " + seconds(of.microseconds) + "\n";
    out += duration + "_count" + label + "} " + std::to_string(sum) + "\n";
  }
  return out + metrics_text(standing);
}

}  // namespace nemo::api
