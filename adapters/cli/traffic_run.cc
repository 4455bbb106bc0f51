#include "adapters/cli/traffic_run.h"

#include <chrono>
#include <vector>

namespace nemo {
namespace {

using Lines = std::vector<Outcome>;

// The record's own line: after those of time, before those that follow from it.
const Outcome* own_line(std::span<const Outcome> lines) {
  for (const Outcome& line : lines) {
    if (!line.by_time) return &line;
  }
  return nullptr;
}

// Where a record was decided before: if its repeat's answer points at a record with its event_id.
bool take_first_answer(Ledger& ledger, Lines& lines) {
  const Outcome* own = own_line(lines);
  if (own == nullptr) return false;
  const auto* first = std::get_if<FirstDetail>(&own->detail);
  if (first == nullptr) return false;
  Lines then = ledger.outcomes_at(first->position);
  const Outcome* decided = own_line(then);
  if (decided == nullptr || decided->event_id != own->event_id) return false;
  lines = std::move(then);
  return true;
}

std::vector<LedgerInput> inputs_of(const std::vector<TimedEnvelope>& batch) {
  std::vector<LedgerInput> inputs;
  inputs.reserve(batch.size());
  for (const TimedEnvelope& record : batch) inputs.push_back({record.envelope, record.at});
  return inputs;
}

}  // namespace

TrafficResult play(Stage stage, const TrafficSink& sink) {
  auto& [ledger, workload, stop, progress] = stage;
  const auto start = std::chrono::steady_clock::now();
  TrafficResult result;
  std::vector<TimedEnvelope> batch;
  std::vector<Lines> answers;
  while (!result.stopped && workload.next(batch)) {
    std::vector<LedgerInput> inputs = inputs_of(batch);
    answers.assign(batch.size(), {});
    ledger.apply(inputs, [&](std::size_t index, std::span<const Outcome> lines) {
      answers[index].assign(lines.begin(), lines.end());
    });
    for (std::size_t i = 0; i < batch.size(); ++i) {
      result.known += take_first_answer(ledger, answers[i]) ? 1 : 0;
      workload.answered(i, answers[i]);
      sink(batch[i].envelope, answers[i]);
    }
    result.records += batch.size();
    progress.update(static_cast<std::uint64_t>(workload.calls_begun()));
    result.stopped = stop.stopped();
  }
  result.elapsed_ms =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::steady_clock::now() - start)
                                     .count());
  return result;
}

}  // namespace nemo
