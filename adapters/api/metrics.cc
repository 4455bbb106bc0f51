#include "adapters/api/metrics.h"

#include <algorithm>

#include "adapters/daemon/process_metrics.h"
#include "adapters/daemon/standing_metrics.h"

namespace nemo::api {
namespace {

using enum MetricsText::Kind;

std::string route_label(std::size_t place) {
  const std::string_view name = place == routes().size() ? "none" : routes()[place].name;
  return MetricsText::label("route", name);
}

std::string seconds(std::uint64_t us) { return MetricsText::decimal(us, 1'000'000); }

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

void Metrics::also(Figures figures) {
  const std::lock_guard lock(mutex_);
  others_.push_back(std::move(figures));
}

void Metrics::add_requests(MetricsText& text) const {
  text.family("nemo_http_requests_total", kCounter, "Answers by route and class of status.");
  for (std::size_t place = 0; place <= routes().size(); ++place) {
    for (std::size_t status = 1; status < 6; ++status) {
      const std::uint64_t count = of_routes_[place].by_class[status];
      if (count == 0) continue;
      text.value(count, route_label(place) + "," +
                            MetricsText::label("code", std::to_string(status) + "xx"));
    }
  }
}

void Metrics::add_durations(MetricsText& text) const {
  text.family("nemo_http_request_duration_seconds", kHistogram,
              "From a request's last byte to its answer.");
  for (std::size_t place = 0; place <= routes().size(); ++place) {
    const OfRoute& of = of_routes_[place];
    const std::string route = route_label(place);
    std::uint64_t below = 0;
    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = below += of.durations[i];
    if (below == 0) continue;
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      const std::string bound = seconds(static_cast<std::uint64_t>(kBounds[i]));
      text.part("_bucket", std::to_string(counts[i]),
                route + "," + MetricsText::label("le", bound));
    }
    text.part("_bucket", std::to_string(below), route + "," + MetricsText::label("le", "+Inf"));
    text.part("_sum", seconds(of.microseconds), route);
    text.part("_count", std::to_string(below), route);
  }
}

std::string Metrics::text(const NodeStanding& standing) const {
  MetricsText text;
  add_requests(text);
  add_durations(text);
  add_standing(standing, text);
  add_process(text);
  const std::lock_guard lock(mutex_);
  for (const Figures& figures : others_) figures(text);
  return text.take();
}

}  // namespace nemo::api
