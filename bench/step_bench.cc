#include <benchmark/benchmark.h>

#include <chrono>

#include "bench/traffic.h"

namespace nemo::bench {
namespace {

// The decision alone: one core, one partition, decoded records, every object in memory; each
// reservation passes 3 limits and 6 budgets.
void step_reserve_settle(benchmark::State& run) {
  const std::vector<std::string> orgs =
      orgs_of_partition(0, static_cast<std::size_t>(run.range(0)));
  PartitionState state(0);
  OutcomeLines lines;
  std::int64_t now = 1'767'225'600'000;
  Offset offset = 0;
  const auto record_of = [&](Envelope envelope) {
    return Record{{0, offset++}, TimeMs{now}, TimeMs{now}, std::move(envelope)};
  };
  for (const std::string& org_id : orgs) {
    for (Envelope& envelope : set_up(org_id)) step(state, record_of(std::move(envelope)), lines);
  }
  Traffic traffic({.seed = 7, .lag = 10'000});
  Random random(3);
  std::int64_t records = 0;
  std::vector<Envelope> envelopes;
  std::vector<Record> batch;
  for (auto _ : run) {
    envelopes.clear();
    batch.clear();
    for (int pair = 0; pair < 20'000; ++pair)
      traffic.next_pair(orgs[random.below(orgs.size())], envelopes);
    for (Envelope& envelope : envelopes) {
      if (batch.size() % 256 == 0) ++now;
      batch.push_back(record_of(std::move(envelope)));
    }
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (i % 64 == 0) lines.clear();
      step(state, batch[i], lines);
    }
    const auto end = std::chrono::steady_clock::now();
    run.SetIterationTime(std::chrono::duration<double>(end - start).count());
    records += static_cast<std::int64_t>(batch.size());
    for (const auto* reservation : state.reservations.dirty())
      benchmark::DoNotOptimize(reservation);
    state.reservations.clear_dirty();
    state.reservations.evict(
        20'000, 1, [](const ReservationState& r) { return r.phase != ReservationPhase::kOpen; });
  }
  run.SetItemsProcessed(records);
}
BENCHMARK(step_reserve_settle)->Arg(1'000)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nemo::bench
