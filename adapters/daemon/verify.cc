#include "adapters/daemon/verify.h"

#include <mutex>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/kafka_choice.h"
#include "adapters/daemon/partition_check.h"
#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/system_clock.h"
#include "adapters/kafka/kafka_log.h"
#include "engine/runner/work_threads.h"
#include "engine/store/checkpoint_db.h"

namespace nemo {
namespace {

// The log and the stores of a directory, as far as they can be opened.
struct Opened {
  SystemClock clock;
  std::unique_ptr<LogPort> log;
  std::string repaired;
  std::unique_ptr<RocksStateStore> state;
  std::unique_ptr<RocksOutcomeStore> outcomes;
};

void open_log(const DataDirectory& places, const VerifyOptions& options, Opened& opened) {
  if (options.kafka) {
    opened.log = std::make_unique<KafkaLog>(kafka_settings(*options.kafka), opened.clock);
    return;
  }
  auto log = std::make_unique<EmbeddedLog>(places.log, EmbeddedLog::Mode::kReadOnly, opened.clock);
  log->check_files();
  opened.repaired = log->repaired();
  opened.log = std::move(log);
}

void open_all(const DataDirectory& places, const VerifyOptions& options, Opened& opened) {
  open_log(places, options, opened);
  if (places.has_state) {
    opened.state = std::make_unique<RocksStateStore>(places.state, true);
    opened.state->check_files();
  }
  if (places.has_outcomes) {
    opened.outcomes = std::make_unique<RocksOutcomeStore>(places.outcomes, true);
    opened.outcomes->check_files();
  }
}

// A directory that cannot be opened for damage is a finding; anything else is a failure.
bool opens(const DataDirectory& places, const VerifyOptions& options, Opened& opened,
           VerifyReport& report) {
  try {
    open_all(places, options, opened);
    return true;
  } catch (const LogFailure& failure) {
    if (failure.kind() != LogFailure::Kind::kDamaged) throw failure_of(failure);
    report.first_break = failure.message();
  } catch (const StoreFailure& failure) {
    if (failure.kind != StoreFailure::Kind::kDamaged) throw failure_of(failure);
    report.first_break = failure.message;
  }
  return false;
}

std::uint64_t records_in(LogPort& log) {
  std::uint64_t records = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    records += static_cast<std::uint64_t>(log.end_offset(partition));
  }
  return records;
}

void add(const PartitionFindings& findings, PartitionId partition, VerifyReport& report) {
  if (report.first_break.empty()) report.first_break = findings.first_break;
  report.records += findings.records;
  report.lines += findings.lines;
  report.checks += findings.checks;
  report.digests.push_back({partition, static_cast<Offset>(findings.records), findings.digest});
}

}  // namespace

VerifyReport verify(const VerifyOptions& options) {
  VerifyReport report;
  Opened opened;
  const DataDirectory places = open_directory(options.data, LedgerOptions::Mode::kReadOnly);
  if (!opens(places, options, opened, report)) return report;
  report.repaired = opened.repaired;
  const std::uint64_t in_all = records_in(*opened.log);
  std::mutex mutex;
  std::uint64_t done = 0;
  const auto progress = [&](std::uint64_t more) {
    const std::lock_guard lock(mutex);
    done += more;
    if (options.progress) options.progress(done, in_all);
  };
  std::vector<PartitionFindings> findings(kPartitionCount);
  WorkThreads threads(options.threads);
  threads.run(kPartitionCount, [&](std::size_t partition) {
    PartitionCheck check(*opened.log, opened.state.get(), opened.outcomes.get(),
                         static_cast<PartitionId>(partition));
    findings[partition] = check.run(progress);
  });
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    add(findings[partition], partition, report);
  }
  report.passed = report.first_break.empty();
  return report;
}

}  // namespace nemo
