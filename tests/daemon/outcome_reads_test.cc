// What it costs to ask for stored lines one by one, as a replay that goes on does.
#include <gtest/gtest.h>

#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

// All that this process has read from files so far.
std::uint64_t bytes_read() {
  std::ifstream io("/proc/self/io");
  std::string name;
  std::uint64_t bytes = 0;
  io >> name >> bytes;
  return name == "rchar:" ? bytes : 0;
}

// Walks that each read ahead would read all of it a thousand times.
TEST(OutcomeReads, LinesThatAreAskedForOneByOneAreReadAFewTimes) {
  const ShortLivedDirectory place(memory_place());
  Feed feed(3);
  const auto first = Ledger::open({.data = place.path()});
  apply_all(*first, feed.take(2'000), 100);
  first->close();
  std::uintmax_t stored = 0;
  for (const auto& file : files_with(place.path() / "outcomes", ".sst")) {
    stored += std::filesystem::file_size(file);
  }
  ASSERT_GT(stored, 50'000U);

  const auto ledger = Ledger::open({.data = place.path(), .mode = LedgerOptions::Mode::kReadOnly});
  const std::uint64_t before = bytes_read();
  ASSERT_GT(before, 0U);
  std::size_t lines = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    const Offset end = ledger->log().end_offset(partition);
    for (Offset offset = 0; offset < end; ++offset) {
      lines += ledger->outcomes_at({partition, offset}).size();
    }
  }
  EXPECT_GE(lines, 2'000U);
  EXPECT_LT(bytes_read() - before, 50 * stored);
}

}  // namespace
}  // namespace nemo
