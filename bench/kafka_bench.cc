// Needs brokers: NEMO_BENCH_KAFKA=HOST:PORT, which ops/bench starts.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_log.h"
#include "adapters/kafka/kafka_topics.h"
#include "bench/bare_loop.h"
#include "bench/callers.h"
#include "bench/seeded_state.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"

namespace nemo::bench {
namespace {

constexpr std::size_t kOrgs = 64;
constexpr std::int64_t kReplayed = 2'000'000;

std::optional<KafkaSettings> new_topics(const std::string& name) {
  const char* brokers = std::getenv("NEMO_BENCH_KAFKA");
  if (brokers == nullptr) return std::nullopt;
  static int number = 0;
  KafkaSettings settings{.brokers = brokers};
  settings.topic_prefix =
      "bench-" + std::to_string(::getpid()) + "-" + name + std::to_string(++number);
  make_topics(settings, {});
  return settings;
}

// So many of each of the first partitions, in turn.
std::vector<std::string> org_ids(PartitionId partitions) {
  std::vector<std::string> orgs;
  std::vector<std::vector<std::string>> by_partition;
  for (PartitionId partition = 0; partition < partitions; ++partition) {
    by_partition.push_back(orgs_of_partition(partition, kOrgs / partitions));
  }
  for (std::size_t i = 0; i < kOrgs; ++i) {
    orgs.push_back(by_partition[i % partitions][i / partitions]);
  }
  return orgs;
}

LedgerOptions options_of(const KafkaSettings& settings, const ScratchFolder& folder) {
  LedgerOptions options;
  options.data = folder.path() / "data";
  options.kafka = KafkaChoice{.brokers = settings.brokers, .topic_prefix = settings.topic_prefix};
  return options;
}

std::unique_ptr<Ledger> ledger_of(const KafkaSettings& settings, const ScratchFolder& folder,
                                  PartitionId partitions) {
  std::unique_ptr<Ledger> ledger = Ledger::open(options_of(settings, folder));
  std::vector<LedgerInput> inputs;
  for (const std::string& org : org_ids(partitions)) {
    for (Envelope& envelope : set_up(org)) inputs.push_back({std::move(envelope), std::nullopt});
  }
  ledger->apply(inputs, [](std::size_t, std::span<const Outcome>) {});
  return ledger;
}

// Turn by turn with a bare loop on the same broker.
void kafka_reserve_alone_beside_bare_baseline(benchmark::State& run) {
  const auto settings = new_topics("alone");
  if (!settings) return run.SkipWithError("NEMO_BENCH_KAFKA names no brokers");
  ScratchFolder folder("kafka-alone");
  const auto ledger = ledger_of(*settings, folder, 1);
  BareLoop bare(*new_topics("bare"), 1);
  Traffic traffic({.seed = 5, .lag = 1'000'000});
  const std::string org = org_ids(1).front();
  std::vector<double> ours;
  std::vector<double> theirs;
  std::vector<Envelope> made;
  for (auto _ : run) {
    made.clear();
    traffic.next_pair(org, made);
    auto start = SteadyClock::now();
    const std::vector<Outcome> lines = ledger->call({std::move(made.front()), std::nullopt});
    ours.push_back(microseconds_since(start));
    start = SteadyClock::now();
    bare.once();
    theirs.push_back(microseconds_since(start));
    if (lines.empty() || lines.front().name.code != OutcomeCode::kGranted) {
      run.SkipWithError("a reservation was not granted");
      break;
    }
  }
  for (const double share : {0.5, 0.99}) {
    const std::string name = share == 0.5 ? "p50" : "p99";
    const double our = quantile(ours, share);
    const double their = quantile(theirs, share);
    run.counters["reserve_" + name + "_us"] = our;
    run.counters["baseline_" + name + "_us"] = their;
    run.counters["ratio_" + name] = our / their;
  }
}

// Seconds of one, then seconds of the other, over as many partitions.
void kafka_in_flight_beside_bare_baseline(benchmark::State& run) {
  const auto settings = new_topics("flight");
  if (!settings) return run.SkipWithError("NEMO_BENCH_KAFKA names no brokers");
  const auto in_flight = static_cast<std::size_t>(run.range(0));
  const auto partitions = static_cast<PartitionId>(run.range(1));
  constexpr std::chrono::milliseconds kTime{3'000};
  ScratchFolder folder("kafka-flight");
  const auto ledger = ledger_of(*settings, folder, partitions);
  BareLoop bare(*new_topics("bare"), partitions);
  double baseline = 0;
  std::int64_t records = 0;
  double seconds = 0;
  Callers callers(*ledger, org_ids(partitions));
  for (auto _ : run) {
    auto start = SteadyClock::now();
    baseline += static_cast<double>(bare.run(in_flight, kTime)) / microseconds_since(start) * 1e6;
    const std::int64_t before = callers.pairs();
    start = SteadyClock::now();
    callers.run(in_flight, kTime);
    seconds += microseconds_since(start) / 1e6;
    records += 2 * (callers.pairs() - before);
  }
  baseline /= static_cast<double>(run.iterations());
  const double ours = static_cast<double>(records) / seconds;
  run.counters["records_per_second"] = ours;
  run.counters["baseline_per_second"] = baseline;
  run.counters["ratio"] = ours / baseline;
  run.counters["reserve_p50_us"] = quantile(callers.reserve_us(), 0.5);
  run.counters["reserve_p99_us"] = quantile(callers.reserve_us(), 0.99);
}

// The records of a ledger's life, by partition.
using Records = std::array<std::vector<LogRecord>, kPartitionCount>;

void add(Records& records, const Envelope& envelope, std::int64_t number) {
  const PartitionId partition = partition_of(envelope.org_id);
  LogRecord& record = records[partition].emplace_back();
  record.position = {partition, static_cast<Offset>(records[partition].size() - 1)};
  record.at = record.appended_at = TimeMs{1'700'000'000'000 + number / 25};
  encode_envelope(envelope, record.envelope);
}

Records made_records() {
  Records records;
  const std::vector<std::string> orgs = org_ids(kPartitionCount);
  for (const std::string& org : orgs) {
    for (const Envelope& envelope : set_up(org)) add(records, envelope, 0);
  }
  Traffic traffic({.seed = 3, .lag = 20'000});
  std::vector<Envelope> made;
  for (std::int64_t number = 0; number < kReplayed;) {
    made.clear();
    traffic.next_pair(orgs[static_cast<std::size_t>(number) % kOrgs], made);
    for (const Envelope& envelope : made) add(records, envelope, number++);
  }
  return records;
}

class MemoryLog : public LogPort {
 public:
  explicit MemoryLog(const Records& records) : records_(records) {}

  std::vector<LogPosition> append(const std::vector<NewRecord>&) override { return {}; }
  Offset end_offset(PartitionId partition) override {
    return static_cast<Offset>(records_[partition].size());
  }
  std::unique_ptr<LogCursor> scan(LogPosition from) override {
    return std::make_unique<Cursor>(records_[from.partition], from.offset);
  }

 private:
  class Cursor : public LogCursor {
   public:
    Cursor(const std::vector<LogRecord>& records, Offset from) : records_(records), next_(from) {}
    bool next(LogRecord& record) override {
      if (next_ == static_cast<Offset>(records_.size())) return false;
      record = records_[static_cast<std::size_t>(next_++)];
      return true;
    }

   private:
    const std::vector<LogRecord>& records_;
    Offset next_;
  };
  const Records& records_;
};

// Seconds until the records are decided and durable, and what came of them.
struct Replayed {
  double seconds = 0;
  std::vector<Digest> digests;
};

Replayed step_and_persist(const Records& records) {
  ScratchFolder folder("kafka-baseline");
  RocksStateStore state(folder.path() / "state", false);
  RocksOutcomeStore outcomes(folder.path() / "outcomes", false);
  MemoryLog log(records);
  SystemClock clock;
  RunnerOptions options;
  options.monotonic_ms = [&clock] { return clock.steady_ms(); };
  const auto start = SteadyClock::now();
  Runner runner({log, &state, &outcomes}, options);
  runner.catch_up();
  Replayed replayed;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    replayed.digests.push_back(runner.digest(partition));
  }
  replayed.seconds = microseconds_since(start) / 1e6;
  return replayed;
}

Replayed replay(const KafkaSettings& settings) {
  ScratchFolder folder("kafka-replay");
  const auto start = SteadyClock::now();
  const auto ledger = Ledger::open(options_of(settings, folder));
  Replayed replayed;
  for (const PartitionDigest& one : ledger->digests()) replayed.digests.push_back(one.digest);
  replayed.seconds = microseconds_since(start) / 1e6;
  return replayed;  // what closing waits for, that all is published, is another matter
}

void produce(const Records& records, const KafkaSettings& settings) {
  SystemClock clock;
  KafkaLog log(settings, clock);
  std::vector<NewRecord> batch;
  for (const auto& partition : records) {
    for (const LogRecord& record : partition) {
      batch.push_back({record.position.partition, record.envelope, record.at});
      if (batch.size() < 50'000) continue;
      log.append(batch);
      batch.clear();
    }
  }
  log.append(batch);
}

// A new node that catches up with 2,000,000 records on the topic, beside the same records decided
// and made durable from memory.
void kafka_replay_beside_step_and_persist_baseline(benchmark::State& run) {
  const auto settings = new_topics("replay");
  if (!settings) return run.SkipWithError("NEMO_BENCH_KAFKA names no brokers");
  const Records records = made_records();
  produce(records, *settings);
  double ours = 0;
  double baseline = 0;
  for (auto _ : run) {
    const Replayed theirs = step_and_persist(records);
    const Replayed our = replay(*settings);
    if (our.digests != theirs.digests) run.SkipWithError("the states differ");
    baseline += theirs.seconds;
    ours += our.seconds;
  }
  const auto turns = static_cast<double>(run.iterations());
  run.counters["records_per_second"] = static_cast<double>(kReplayed) * turns / ours;
  run.counters["baseline_per_second"] = static_cast<double>(kReplayed) * turns / baseline;
  run.counters["ratio"] = baseline / ours;
}

BENCHMARK(kafka_reserve_alone_beside_bare_baseline)
    ->Iterations(5'000)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(kafka_in_flight_beside_bare_baseline)
    ->ArgNames({"in_flight", "partitions"})
    ->Args({64, 1})
    ->Args({512, 1})
    ->Args({512, 16})
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(kafka_replay_beside_step_and_persist_baseline)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace nemo::bench
