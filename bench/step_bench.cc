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
  std::vector<Outcome> lines;
  Record record;
  std::int64_t now = 1'767'225'600'000;
  const auto decide = [&](Envelope& envelope) {
    record.position = {0, state.globals.next_offset};
    record.at = TimeMs{now};
    record.envelope = std::move(envelope);
    step(state, record, lines);
  };
  for (const std::string& org_id : orgs) {
    for (Envelope& envelope : set_up(org_id)) decide(envelope);
  }
  Traffic traffic({.seed = 7, .lag = 10'000});
  Random random(3);
  std::int64_t records = 0;
  std::vector<Envelope> batch;
  for (auto _ : run) {
    batch.clear();
    for (int pair = 0; pair < 20'000; ++pair) traffic.next_pair(orgs[random.below(orgs.size())], batch);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (i % 256 == 0) ++now;
      if (i % 64 == 0) lines.clear();
      decide(batch[i]);
    }
    const auto end = std::chrono::steady_clock::now();
    run.SetIterationTime(std::chrono::duration<double>(end - start).count());
    records += static_cast<std::int64_t>(batch.size());
    for (const auto* reservation : state.reservations.dirty()) benchmark::DoNotOptimize(reservation);
    state.reservations.clear_dirty();
    state.reservations.evict(20'000, 1);
  }
  run.SetItemsProcessed(records);
}
BENCHMARK(step_reserve_settle)->Arg(1'000)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace nemo::bench
