#include "adapters/daemon/standing_metrics.h"

#include <algorithm>
#include <functional>

namespace nemo {
namespace {

using Partition = NodeStanding::Partition;

class MetricsText {
 public:
  void family(const char* name, const char* type, const char* help) {
    name_ = name;
    out_ += "# HELP " + name_ + " " + help + "\n# TYPE " + name_ + " " + type + "\n";
  }
  void value(std::uint64_t value, const std::string& labels = "", const char* suffix = "") {
    out_ += name_ + suffix + labels + " " + std::to_string(value) + "\n";
  }
  void seconds(std::uint64_t us, const char* suffix) {
    out_ += name_ + suffix + " " + seconds_text(us) + "\n";
  }
  void each(const NodeStanding& standing,
            const std::function<std::uint64_t(const Partition&)>& of) {
    for (const Partition& partition : standing.partitions) {
      value(of(partition), "{partition=\"" + std::to_string(partition.partition) + "\"}");
    }
  }
  static std::string seconds_text(std::uint64_t us) {
    const std::string fraction = std::to_string(us % 1'000'000);
    return std::to_string(us / 1'000'000) + "." + std::string(6 - fraction.size(), '0') + fraction;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string name_;
  std::string out_;
};

void add_round_trips(const NodeStanding& standing, MetricsText& text) {
  text.family("nemo_call_round_trip_seconds", "histogram",
              "From a call's sending to its answer, through the log.");
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < NodeStanding::kBuckets; ++bucket) {
    below += standing.round_trips[bucket];
    const std::string until = MetricsText::seconds_text(std::uint64_t{1} << bucket);
    text.value(below, "{le=\"" + until + "\"}", "_bucket");
  }
  text.value(standing.calls_answered, "{le=\"+Inf\"}", "_bucket");
  text.seconds(standing.round_trip_us_sum, "_sum");
  text.value(standing.calls_answered, "", "_count");
}

}  // namespace

std::string metrics_text(const NodeStanding& standing) {
  MetricsText text;
  text.family("nemo_records_decided_total", "counter", "Records decided since the node started.");
  text.value(standing.records_decided);
  text.family("nemo_calls_answered_total", "counter", "Calls of this node that were decided.");
  text.value(standing.calls_answered);
  text.family("nemo_calls_failed_total", "counter", "Calls that got no decision in time.");
  text.value(standing.calls_failed);
  text.family("nemo_calls_waiting", "gauge", "Calls on their way through the log.");
  text.value(standing.calls_waiting);
  add_round_trips(standing, text);
  text.family("nemo_decided_offset", "gauge", "After the last record decided.");
  text.each(standing, [](const Partition& p) { return static_cast<std::uint64_t>(p.decided_end); });
  text.family("nemo_consumer_lag_records", "gauge", "Records on the log and not decided yet.");
  text.each(standing, [](const Partition& p) {
    return static_cast<std::uint64_t>(std::max<Offset>(0, p.log_end - p.decided_end));
  });
  text.family("nemo_published_offset", "gauge", "After the last record with published outcomes.");
  text.each(standing,
            [](const Partition& p) { return static_cast<std::uint64_t>(p.published_end); });
  text.family("nemo_outcomes_publisher", "gauge", "1: this node publishes the partition.");
  text.each(standing, [](const Partition& p) { return std::uint64_t{p.publishes}; });
  text.family("nemo_outcomes_take_overs_total", "counter", "How often it began to publish.");
  text.each(standing, [](const Partition& p) { return p.take_overs; });
  return text.take();
}

}  // namespace nemo
