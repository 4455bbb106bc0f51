#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "adapters/daemon/ledger.h"
#include "bench/seeded_state.h"
#include "bench/traffic.h"

namespace nemo::bench {
namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double median(std::vector<double>& values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

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
    auto start = Clock::now();
    const std::vector<Outcome> lines = ledger->call({std::move(made.front()), std::nullopt});
    calls.push_back(microseconds_since(start));
    start = Clock::now();
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
  const double call = median(calls);
  const double append = median(appends);
  run.counters["reserve_p50_us"] = call;
  run.counters["baseline_p50_us"] = append;
  run.counters["ratio"] = call / append;
}

// Callers that each reserve, then settle, then start anew, driven by the answers.
class Loop {
 public:
  Loop(Ledger& ledger, std::string org_id) : ledger_(ledger), org_id_(std::move(org_id)) {}

  void run(std::size_t callers, std::chrono::seconds time) {
    const auto stop = Clock::now() + time;
    running_ = callers;
    for (std::size_t i = 0; i < callers; ++i) reserve(stop);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return running_ == 0; });
  }
  std::int64_t pairs() const { return pairs_; }
  std::vector<double>& reserve_us() { return reserve_us_; }

 private:
  // Answers come one at a time, so one generator serves all callers.
  void reserve(Clock::time_point stop) {
    if (Clock::now() >= stop) {
      const std::lock_guard lock(mutex_);
      if (--running_ == 0) done_.notify_all();
      return;
    }
    std::vector<Envelope> made;
    {
      const std::lock_guard lock(traffic_mutex_);
      traffic_.next_pair(org_id_, made);
    }
    const std::string id =
        std::get<ReservationRequested>(made.front().payload).reservation_id.value;
    const auto start = Clock::now();
    ledger_.submit({std::move(made.front()), std::nullopt},
                   [this, id, start, stop](std::span<const Outcome>) {
                     reserve_us_.push_back(microseconds_since(start));
                     settle(id, stop);
                   });
  }
  void settle(const std::string& id, Clock::time_point stop) {
    ReservationSettled settled;
    settled.reservation_id = ReservationId(id);
    settled.cost_nano = Nano{500'000};
    Envelope envelope;
    envelope.event_id.emplace();
    envelope.org_id = OrgId(org_id_);
    envelope.payload = std::move(settled);
    ledger_.submit({std::move(envelope), std::nullopt}, [this, stop](std::span<const Outcome>) {
      ++pairs_;
      reserve(stop);
    });
  }

  Ledger& ledger_;
  std::string org_id_;
  std::mutex traffic_mutex_;
  Traffic traffic_{{.seed = 9, .lag = 10'000'000}};
  std::int64_t pairs_ = 0;
  std::vector<double> reserve_us_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::size_t running_ = 0;
};

void ledger_pairs_in_flight(benchmark::State& run) {
  ScratchFolder folder("flight");
  const std::unique_ptr<Ledger> ledger = ledger_of(folder, "org-00000001");
  Loop loop(*ledger, "org-00000001");
  for (auto _ : run) loop.run(static_cast<std::size_t>(run.range(0)), std::chrono::seconds(5));
  run.SetItemsProcessed(loop.pairs());
  run.counters["reserve_p50_us"] = median(loop.reserve_us());
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
