#include "adapters/workload/call_source.h"

#include <algorithm>
#include <array>

#include "adapters/workload/random.h"
#include "events/values/assert.h"
#include "events/values/integer.h"

namespace nemo {
namespace {

constexpr std::int64_t kHoursInDay = 24;
constexpr std::int64_t kMsPerHour = 3'600'000;
constexpr std::int64_t kPlayedMs = 4'000;
// How busy each hour of a day is (UTC), 1,000 in all: quiet nights, two humps of work.
constexpr std::array<std::int64_t, kHoursInDay> kHourWeights = {
    12, 9, 8, 8, 9, 13, 24, 42, 60, 70, 72, 68, 58, 64, 72, 74, 70, 62, 50, 42, 36, 32, 26, 19};

// 2^least to 2^(most + 1), each power as likely.
std::int64_t spread_size(Random& random, std::int64_t least, std::int64_t most) {
  const std::int64_t power = std::int64_t{1} << random.between(least, most);
  return power + random.below(power);
}

std::vector<std::int64_t> first_rows_of_hours(std::int64_t calls, std::int64_t days) {
  std::int64_t weight_of_day = 0;
  for (const std::int64_t weight : kHourWeights) weight_of_day += weight;
  const Wide whole = Wide{weight_of_day} * days;
  std::vector<std::int64_t> first_rows = {0};
  Wide reached = 0;
  for (std::int64_t hour = 0; hour < days * kHoursInDay; ++hour) {
    reached += kHourWeights[static_cast<std::size_t>(hour % kHoursInDay)];
    first_rows.push_back(static_cast<std::int64_t>(Wide{calls} * reached / whole));
  }
  return first_rows;
}

}  // namespace

TraceCalls::TraceCalls(Trace trace, std::optional<TimeMs> start) : trace_(std::move(trace)) {
  NEMO_ASSERT(!trace_.rows.empty());
  if (trace_.relative) shift_ms_ = kDefaultStart.value;
  if (start) shift_ms_ = start->value - trace_.rows.front().at.value;
}

TraceRow TraceCalls::call(std::int64_t row) const {
  TraceRow call = trace_.rows[static_cast<std::size_t>(row)];
  call.at.value += shift_ms_;
  return call;
}

std::int64_t TraceCalls::active_minutes() const {
  const std::int64_t span = trace_.rows.back().at.value - trace_.rows.front().at.value;
  return span / kMsPerMinute + 1;
}

std::int64_t TraceCalls::days() const {
  return day_of(call(count() - 1).at) - day_of(call(0).at) + 1;
}

GeneratedCalls::GeneratedCalls(const WorkloadOptions& options)
    : seed_(options.seed),
      calls_(options.calls),
      days_(options.days),
      start_(options.start.value_or(kDefaultStart)),
      first_rows_(first_rows_of_hours(options.calls, options.days)) {}

std::int64_t GeneratedCalls::active_minutes() const { return days_ * kHoursInDay; }

std::int64_t GeneratedCalls::active_ms_in_minute() const { return kPlayedMs; }

TraceRow GeneratedCalls::call(std::int64_t row) const {
  const auto after = std::upper_bound(first_rows_.begin(), first_rows_.end(), row);
  const std::int64_t hour = after - first_rows_.begin() - 1;
  const std::int64_t first = *(after - 1);
  const std::int64_t in_hour = *after - first;
  // Evenly over the played seconds: times never go back from row to row.
  const auto offset = static_cast<std::int64_t>(Wide{kPlayedMs} * (row - first) / in_hour);
  Random random = Random::stream(seed_, Random::Purpose::kTokens, static_cast<std::uint64_t>(row));
  TraceRow call;
  call.at = {start_.value + hour * kMsPerHour + offset};
  call.input_tokens = spread_size(random, 6, 12);
  call.output_tokens = spread_size(random, 3, 9);
  // A third of the prompts begin like an earlier one: blocks of 128 tokens come from the cache.
  if (random.below(3) == 0) {
    call.cached_tokens = random.below(call.input_tokens + 1) / 128 * 128;
  }
  return call;
}

}  // namespace nemo
