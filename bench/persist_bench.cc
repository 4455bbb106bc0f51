#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>

#include "bench/made_log.h"
#include "bench/plain_engine.h"
#include "bench/seeded_state.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"

namespace nemo::bench {
namespace {

constexpr Offset kTurnRecords = 4'096;  // of each partition, between two looks at the clock

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// How long a sustained run lasts: 60 s; NEMO_BENCH_SECONDS says otherwise.
std::int64_t run_seconds() {
  const char* given = std::getenv("NEMO_BENCH_SECONDS");
  return given == nullptr ? 60 : std::atoi(given);
}

// The whole engine behind a log that costs nothing: decode, load, step, keep outcome lines, write
// both stores in the background, compaction included, until everything is durable.
void run_engine(benchmark::State& run, const std::string& name, std::size_t orgs,
                std::vector<std::uint32_t> draws) {
  ScratchFolder folder(name);
  MadeLog::Shape shape;
  shape.orgs = orgs_by_partition(orgs);
  shape.draws = std::move(draws);
  shape.first_offset = seed_state(shape.orgs, folder.path() / "state");
  RocksStateStore state(folder.path() / "state", false);
  RocksOutcomeStore outcomes(folder.path() / "outcomes", false);
  MadeLog log(std::move(shape));
  RunnerOptions options;
  options.threads = 8;  // four a core: a thread that reads the store waits for the disk
  options.monotonic_ms = steady_ms;
  Runner runner({log, &state, &outcomes}, options);
  std::int64_t records = 0;
  std::int64_t megabytes = 0;
  for (auto _ : run) {
    const std::int64_t stop = steady_ms() + run_seconds() * 1'000;
    while (steady_ms() < stop) {
      Runner::Ends ends;
      for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
        ends[partition] = runner.partition(partition).next_offset() + kTurnRecords;
      }
      runner.advance(ends);
      runner.take_lines();
      records += kTurnRecords * kPartitionCount;
      megabytes = std::max(megabytes, resident_megabytes());
    }
    runner.checkpoint();
  }
  run.SetItemsProcessed(records);
  run.counters["resident_mb"] = static_cast<double>(megabytes);
  run.counters["us_per_record"] =
      benchmark::Counter(static_cast<double>(records) / 1e6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// The baseline of persist_random_ids: a plain engine on one core; RocksDB compacts on the other.
void persist_baseline_plain_rocksdb(benchmark::State& run) {
  ScratchFolder folder("plain");
  MadeLog::Shape shape;
  shape.orgs = orgs_by_partition(16'000);  // about 1,000 in the partition that runs
  shape.draws = Draws::uniform(1'000, 1 << 20);
  shape.first_offset = static_cast<Offset>(shape.orgs[0].size() * set_up(org_id_of(0)).size());
  MadeLog log(shape);
  PlainEngine engine(folder.path(), log, 0);
  StateChanges changes;
  seed_partition(engine.state(), shape.orgs[0], shape.first_offset, changes);
  engine.write(changes);
  std::int64_t records = 0;
  for (auto _ : run) {
    const std::int64_t stop = steady_ms() + run_seconds() * 1'000;
    for (; steady_ms() < stop; records += 1'000) engine.run(1'000);
  }
  run.SetItemsProcessed(records);
}

void persist_random_ids(benchmark::State& run) {
  run_engine(run, "random", 1'000, Draws::uniform(1'000, 1 << 20));
}
void persist_zipf(benchmark::State& run) {
  const auto orgs = static_cast<std::size_t>(run.range(0));
  run_engine(run, "zipf", orgs, Draws::zipf(orgs, 1 << 22));
}
void persist_uniform(benchmark::State& run) {
  const auto orgs = static_cast<std::size_t>(run.range(0));
  run_engine(run, "uniform", orgs, Draws::uniform(orgs, 1 << 22));
}

BENCHMARK(persist_baseline_plain_rocksdb)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(persist_random_ids)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(persist_zipf)
    ->Arg(1'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(persist_uniform)
    ->Arg(1'000'000)
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace nemo::bench
