#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/runner/checkpoint_writer.h"
#include "engine/runner/partition_engine.h"
#include "engine/runner/work_threads.h"

namespace nemo {

struct RunnerOptions {
  std::size_t batch_records = 4'096;
  unsigned threads = 1;                        // partitions are spread over them
  std::uint64_t checkpoint_records = 100'000;  // at least one checkpoint in so many records,
  std::int64_t checkpoint_ms = 1'000;          // and in so much time while records come
  MemoryLimits memory;                         // a partition
  bool read_only = false;                      // loads from the stores, writes nothing
  std::function<std::int64_t()> monotonic_ms;  // a clock for checkpoints alone; decides nothing
  // What writes them; a WriterThread if nothing is given.
  std::function<std::unique_ptr<CheckpointWriter>(StateStore&, OutcomeStore&)> writer;
};

// All partitions of a node: follows the log, decides, persists behind. The log is the truth; a
// crash loses only what the log gives again. Thread rule: one thread.
class Runner {
 public:
  // Without stores nothing is written. Loads what the stores hold; throws StoreFailure.
  Runner(PartitionEngine::Ports ports, RunnerOptions options);
  // With unwritten changes: they are lost to the store, not to the log.
  ~Runner();

  // The last record of a partition that the state knows and whose lines are not stored. Lines are
  // stored before the state, in order: then they are older than it, or another ledger's.
  std::optional<LogPosition> record_without_lines() const;

  // As PartitionEngine::check_last_record(), of every partition. Throws LogFailure kDamaged.
  void check_last_records();

  // Steps every partition to the log's end. Throws LogFailure, StoreFailure.
  void catch_up(const std::function<void(std::uint64_t records)>& progress = {});

  // Steps these partitions up to these offsets; their lines stay until take_lines().
  using Ends = std::array<std::optional<Offset>, kPartitionCount>;
  void advance(const Ends& ends);
  // The two halves of it: the lines as they would be stored are there between them alone.
  void step(const Ends& ends);
  void cut_when_due();
  std::span<const Outcome> lines_of(LogPosition position) const;
  void take_lines();

  // Writes all changes and waits until they are durable. Throws StoreFailure kBroken, here and
  // while stepping, where a change breaks an invariant: then nothing is written any more.
  void checkpoint();

  PartitionEngine& partition(PartitionId partition) { return *engines_[partition]; }
  // As of everything stepped.
  Digest digest(PartitionId partition);

 private:
  void cut();
  void evict();

  PartitionEngine::Ports ports_;
  RunnerOptions options_;
  std::vector<std::unique_ptr<PartitionEngine>> engines_;
  WorkThreads threads_;
  std::unique_ptr<CheckpointWriter> writer_;
  std::uint64_t checkpoint_ = 0;
  std::uint64_t records_since_cut_ = 0;
  std::int64_t last_cut_ms_ = 0;
};

}  // namespace nemo
