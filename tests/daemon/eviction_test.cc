// Objects leave memory and come back; nothing that is decided may depend on it.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "engine/invariants/invariants.h"
#include "engine/runner/replay.h"
#include "engine/runner/runner.h"
#include "engine/store/checkpoint_db.h"
#include "tests/daemon/feed.h"
#include "tests/daemon/memory_ports.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

RunnerOptions tiny_memory(unsigned threads) {
  RunnerOptions options;
  options.batch_records = 64;
  options.threads = threads;
  options.checkpoint_records = 50;
  options.memory = {4, 2, 2};
  options.monotonic_ms = [] { return 0; };
  return options;
}

// The log's lines by position, and its digests, as decided in memory alone.
struct Expected {
  std::array<std::vector<std::string>, kPartitionCount> lines;
  std::array<Digest, kPartitionCount> digests{};
};

Expected decide_in_memory(LogPort& log) {
  Expected expected;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    Replay replay(log, partition);
    while (replay.next()) expected.lines[partition].push_back(lines_json(replay.lines()));
    expected.digests[partition] = replay.digest();
  }
  return expected;
}

// Steps every partition a few records on; true while there are more.
bool advance_some(Runner& runner, LogPort& log, const Expected& expected, std::mt19937& random) {
  Runner::Ends ends;
  std::array<Offset, kPartitionCount> from{};
  bool more = false;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    from[partition] = runner.partition(partition).next_offset();
    const Offset end = std::min<Offset>(log.end_offset(partition), from[partition] + random() % 40);
    if (end > from[partition]) ends[partition] = end;
    more = more || from[partition] < log.end_offset(partition);
  }
  runner.advance(ends);
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    for (Offset offset = from[partition]; ends[partition] && offset < *ends[partition]; ++offset) {
      EXPECT_EQ(lines_json(runner.lines_of({partition, offset})),
                expected.lines[partition][static_cast<std::size_t>(offset)])
          << partition << "/" << offset;
    }
  }
  runner.take_lines();
  return more && !testing::Test::HasFailure();
}

void expect_digests(Runner& runner, const Expected& expected) {
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    EXPECT_EQ(format_digest(runner.digest(partition)), format_digest(expected.digests[partition]))
        << partition;
    const PartitionState& state = runner.partition(partition).state();
    EXPECT_EQ(broken_invariants(state), std::vector<std::string>());
    // What could leave has left, but for the last checkpoints' own.
    EXPECT_LT(state.reservations.size(), state.holds.size() + 300) << partition;
    EXPECT_LT(state.ids.size(), 300U) << partition;
  }
}

void fill(MemoryLog& log, std::uint64_t seed, std::size_t records) {
  Feed feed(seed);
  for (const LedgerInput& input : feed.take(records)) log.add(input);
}

TEST(Eviction, ChangesNoLineAndNoDigest) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    MemoryLog log;
    fill(log, seed, 4'000);
    const Expected expected = decide_in_memory(log);
    MemoryStateStore state;
    MemoryOutcomeStore outcomes;
    // Some seeds with a disk that lags behind.
    state.table.write_takes = std::chrono::microseconds(seed % 3 * 500);
    Runner runner({log, &state, &outcomes}, tiny_memory(static_cast<unsigned>(1 + seed % 3)));
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    while (advance_some(runner, log, expected, random)) {
    }
    expect_digests(runner, expected);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(Eviction, AndStartsInBetweenChangeNoLineAndNoDigest) {
  for (std::uint64_t seed = 21; seed <= 28; ++seed) {
    MemoryLog log;
    fill(log, seed, 4'000);
    const Expected expected = decide_in_memory(log);
    MemoryStateStore state;
    MemoryOutcomeStore outcomes;
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    for (bool more = true; more;) {
      Runner runner({log, &state, &outcomes}, tiny_memory(2));
      for (int batch = 0; more && batch < 7; ++batch) {
        more = advance_some(runner, log, expected, random);
      }
    }
    Runner runner({log, &state, &outcomes}, tiny_memory(2));
    runner.catch_up();
    expect_digests(runner, expected);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(Eviction, WithTheStoresOnDiskChangesNoLineAndNoDigest) {
  for (std::uint64_t seed = 31; seed <= 32; ++seed) {
    const ShortLivedDirectory place(memory_place());
    MemoryLog log;
    fill(log, seed, 4'000);
    const Expected expected = decide_in_memory(log);
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    for (bool more = true; more;) {
      RocksStateStore state(place.path() / "state", false);
      RocksOutcomeStore outcomes(place.path() / "outcomes", false);
      Runner runner({log, &state, &outcomes}, tiny_memory(2));
      for (int batch = 0; more && batch < 9; ++batch) {
        more = advance_some(runner, log, expected, random);
      }
      if (!more) expect_digests(runner, expected);
    }
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

}  // namespace
}  // namespace nemo
