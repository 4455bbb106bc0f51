#include "adapters/daemon/standing_metrics.h"

#include <algorithm>

namespace nemo {
namespace {

using enum MetricsText::Kind;
using Partition = NodeStanding::Partition;

template <class Of>
void each(const NodeStanding& standing, MetricsText& text, Of&& of) {
  for (const Partition& partition : standing.partitions) {
    text.value(static_cast<std::uint64_t>(of(partition)),
               MetricsText::label("partition", std::to_string(partition.partition)));
  }
}

void add_partitions(const NodeStanding& standing, MetricsText& text) {
  text.family("nemo_decided_offset", kGauge, "After the last record decided.");
  each(standing, text, [](const Partition& p) { return p.decided_end; });
  text.family("nemo_consumer_lag_records", kGauge, "Records on the log and not decided yet.");
  each(standing, text,
       [](const Partition& p) { return std::max<Offset>(0, p.log_end - p.decided_end); });
  text.family("nemo_published_offset", kGauge,
              "After the last record with published outcomes, on Kafka.");
  each(standing, text, [](const Partition& p) { return p.published_end; });
  text.family("nemo_outcomes_publisher", kGauge, "1: this node publishes the partition, on Kafka.");
  each(standing, text, [](const Partition& p) { return p.publishes ? 1 : 0; });
  text.family("nemo_outcomes_take_overs_total", kCounter, "How often it began to publish.");
  each(standing, text, [](const Partition& p) { return p.take_overs; });
  text.family("nemo_open_holds", kGauge, "Reservations that hold credits now.");
  each(standing, text, [](const Partition& p) { return p.open_holds; });
}

// A denial is an outcome, too: its own name is for those who look for why callers are refused.
void add_outcomes(const NodeStanding& standing, MetricsText& text) {
  constexpr std::string_view kDenied = "denied_";
  const auto each_code = [&](auto&& add) {
    for (std::uint8_t code = 1; code < kOutcomeCodeCount; ++code) add(OutcomeCode{code});
  };
  const auto count = [&](OutcomeCode code) {
    return standing.outcomes[static_cast<std::size_t>(code)];
  };
  text.family("nemo_outcomes_total", kCounter, "Lines decided, by the outcome's name.");
  each_code([&](OutcomeCode code) {
    text.value(count(code), MetricsText::label("outcome", outcome_code_name(code)));
  });
  text.family("nemo_denials_total", kCounter, "Reservations denied, by reason.");
  each_code([&](OutcomeCode code) {
    if (!is_denied(code)) return;
    const std::string_view reason = outcome_code_name(code).substr(kDenied.size());
    text.value(count(code), MetricsText::label("reason", reason));
  });
}

void add_calls(const NodeStanding& standing, MetricsText& text) {
  text.family("nemo_calls_answered_total", kCounter, "Calls of this node that were decided.");
  text.value(standing.round_trips_us.count);
  text.family("nemo_calls_failed_total", kCounter, "Calls that got no decision.");
  text.value(standing.calls_failed);
  text.family("nemo_calls_waiting", kGauge, "Calls on their way through the log.");
  text.value(standing.calls_waiting);
  text.family("nemo_call_round_trip_seconds", kHistogram,
              "From a call's sending to its answer, through the log.");
  text.histogram_us(standing.round_trips_us);
}

void add_disk(const NodeStanding& standing, MetricsText& text) {
  text.family("nemo_log_write_seconds", kHistogram,
              "Of a group of appends, with its fsync, on the embedded log.");
  text.histogram_us(standing.log_write_us);
  text.family("nemo_log_group_records", kHistogram,
              "Records that shared an fsync, on the embedded log.");
  text.histogram(standing.log_group_records);
  text.family("nemo_checkpoint_duration_seconds", kHistogram, "Of writing a checkpoint.");
  text.histogram_us(standing.checkpoint_us);
  text.family("nemo_checkpoint_timestamp_seconds", kGauge,
              "When the last checkpoint was written; before the first, when the node started.");
  text.milliseconds(standing.checkpoint_at_ms);
}

}  // namespace

void add_standing(const NodeStanding& standing, MetricsText& text) {
  text.family("nemo_records_decided_total", kCounter, "Records decided since the node started.");
  text.value(standing.records_decided);
  add_outcomes(standing, text);
  add_calls(standing, text);
  add_partitions(standing, text);
  add_disk(standing, text);
}

std::string metrics_text(const NodeStanding& standing) {
  MetricsText text;
  add_standing(standing, text);
  return text.take();
}

}  // namespace nemo
