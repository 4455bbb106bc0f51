#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench/callers.h"
#include "bench/seeded_state.h"

namespace nemo::bench {
namespace {

std::unique_ptr<Ledger> ledger_of(const ScratchFolder& folder, const std::string& org_id) {
  LedgerOptions options;
  options.data = folder.path() / "data";
  std::unique_ptr<Ledger> ledger = Ledger::open(options);
  for (Envelope& envelope : set_up(org_id)) ledger->call({std::move(envelope), std::nullopt});
  return ledger;
}

// One record at a time, durable and decided, beside an append of 512 bytes to a growing file with
// fdatasync on the same disk, turn by turn.
void ledger_reserve_alone_and_fdatasync_baseline(benchmark::State& run) {
  ScratchFolder folder("alone");
  const std::unique_ptr<Ledger> ledger = ledger_of(folder, "org-00000001");
  const int file =
      ::open((folder.path() / "appended").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  const std::string block(512, 'x');
  Traffic traffic({.seed = 5, .lag = 1'000'000});
  std::vector<double> calls;
  std::vector<double> appends;
  std::vector<Envelope> made;
  for (auto _ : run) {
    made.clear();
    traffic.next_pair("org-00000001", made);
    auto start = SteadyClock::now();
    const std::vector<Outcome> lines = ledger->call({std::move(made.front()), std::nullopt});
    calls.push_back(microseconds_since(start));
    start = SteadyClock::now();
    if (::write(file, block.data(), block.size()) != 512 || ::fdatasync(file) != 0) {
      run.SkipWithError("the baseline cannot write");
      break;
    }
    appends.push_back(microseconds_since(start));
    if (lines.empty() || lines.front().name.code != OutcomeCode::kGranted) {
      run.SkipWithError("a reservation was not granted");
      break;
    }
  }
  ::close(file);
  const double call = quantile(calls, 0.5);
  const double append = quantile(appends, 0.5);
  run.counters["reserve_p50_us"] = call;
  run.counters["baseline_p50_us"] = append;
  run.counters["ratio"] = call / append;
}

void ledger_pairs_in_flight(benchmark::State& run) {
  ScratchFolder folder("flight");
  const std::unique_ptr<Ledger> ledger = ledger_of(folder, "org-00000001");
  Callers loop(*ledger, {"org-00000001"});
  for (auto _ : run) loop.run(static_cast<std::size_t>(run.range(0)), std::chrono::seconds(5));
  run.SetItemsProcessed(loop.pairs());
  run.counters["reserve_p50_us"] = quantile(loop.reserve_us(), 0.5);
}

BENCHMARK(ledger_reserve_alone_and_fdatasync_baseline)
    ->Iterations(3'000)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(ledger_pairs_in_flight)
    ->Arg(1)
    ->Arg(64)
    ->Arg(512)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace nemo::bench
