// A walk over all records of a ledger with their lines: each once, and as of any moment.
#include "adapters/daemon/decided_records.h"

#include <gtest/gtest.h>

#include "events/wire/outcome_codec.h"
#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

struct Seen {
  std::map<LogPosition, std::size_t> lines;  // how many, by record
  std::size_t records = 0;
  std::size_t cut = 0;  // records without a line of their own
  std::optional<TimeMs> latest;
};

void walk(DecidedRecords& records, const LedgerCut& cut, Seen& seen) {
  records.each(cut, [&](const Envelope&, std::span<const Outcome> lines) {
    ++seen.records;
    bool has_own = false;
    for (const Outcome& line : lines) {
      ++seen.lines[line.position];
      seen.latest = std::max(seen.latest.value_or(line.at), line.at);
      has_own = has_own || !line.by_time;
    }
    seen.cut += has_own ? 0 : 1;
  });
}

Offset records_in(Ledger& ledger) {
  Offset count = 0;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    count += ledger.log().end_offset(partition);
  }
  return count;
}

class DecidedRecordsTest : public testing::Test {
 protected:
  const ShortLivedDirectory place_{memory_place()};
  std::unique_ptr<Ledger> ledger_ = Ledger::open({.data = place_.path()});
  Feed feed_{11};
};

TEST_F(DecidedRecordsTest, EachIsVisitedOnceWhateverCameInBetween) {
  DecidedRecords records(*ledger_);
  Seen seen;
  for (const std::size_t more : {0, 1, 1'500, 3'000, 7, 0}) {
    apply_all(*ledger_, feed_.take(more), 100);
    walk(records, {}, seen);
    EXPECT_EQ(seen.records, static_cast<std::size_t>(records_in(*ledger_)));
  }
  for (const auto& [position, lines] : seen.lines) {
    ASSERT_EQ(lines, ledger_->outcomes_at(position).size()) << format_position(position);
  }
  EXPECT_EQ(seen.cut, 0U);
  for (const LogPosition position : records.positions()) {
    EXPECT_EQ(position.offset + 1, ledger_->log().end_offset(position.partition));
  }
}

TEST_F(DecidedRecordsTest, TheyAreTheSameOnceTheLedgerWasClosed) {
  apply_all(*ledger_, feed_.take(2'000), 100);
  Seen live;
  Seen stored;
  DecidedRecords records(*ledger_);
  walk(records, {}, live);
  ledger_->close();
  ledger_ = Ledger::open({.data = place_.path(), .mode = LedgerOptions::Mode::kReadOnly});
  DecidedRecords again(*ledger_);
  walk(again, {}, stored);
  EXPECT_EQ(live.lines, stored.lines);
}

TEST_F(DecidedRecordsTest, ATimeEndsEachPartitionBeforeWhatCameLater) {
  apply_all(*ledger_, feed_.take(3'000), 100);
  Seen all;
  DecidedRecords whole(*ledger_);
  walk(whole, {}, all);
  std::size_t cut_records = 0;
  for (std::int64_t back : {0, 60'000, 600'000, 3'600'000}) {
    LedgerCut cut;
    cut.time = TimeMs{all.latest->value - back};
    Seen seen;
    DecidedRecords records(*ledger_);
    walk(records, cut, seen);
    EXPECT_LE(seen.latest.value_or(TimeMs{}), *cut.time);
    EXPECT_EQ(seen.records == all.records, back == 0);
    EXPECT_LE(seen.cut, std::size_t{kPartitionCount});
    cut_records += seen.cut;
  }
  EXPECT_GT(cut_records, 0U) << "no time fell between a record and what it let fall due";
}

TEST_F(DecidedRecordsTest, PositionsEndTheirPartitionsAndLeaveOutTheOthers) {
  apply_all(*ledger_, feed_.take(2'000), 100);
  const LedgerCut cut{{}, {{3, 3}, {5, 0}}};
  Seen seen;
  DecidedRecords records(*ledger_);
  walk(records, cut, seen);
  EXPECT_EQ(seen.records, 5U);
  EXPECT_EQ(records.positions(), cut.positions);
  EXPECT_EQ(not_decided(cut, *ledger_), std::nullopt);
  const Offset end = ledger_->log().end_offset(3);
  EXPECT_EQ(not_decided({{}, {{5, 0}, {3, end}}}, *ledger_), (LogPosition{3, end}));
  EXPECT_EQ(not_decided({{}, {{16, 0}}}, *ledger_), (LogPosition{16, 0}));
}

TEST(LedgerCuts, AreATimeOrPositions) {
  EXPECT_FALSE(parse_cut("")->is_past());
  EXPECT_EQ(parse_cut("1970-01-01T00:00:01Z")->time, TimeMs{1'000});
  EXPECT_EQ(parse_cut("3/17")->positions, (std::vector<LogPosition>{{3, 17}}));
  EXPECT_EQ(parse_cut("3/17,0/2")->positions, (std::vector<LogPosition>{{3, 17}, {0, 2}}));
  for (const char* text : {",", "3", "3/", "3/1,", ",3/1", "3/1,3/2", "3/1 ,4/1", "now", "3/-1",
                           "1970-01-01T00:00:01Z,3/1"}) {
    EXPECT_FALSE(parse_cut(text)) << text;
  }
}

}  // namespace
}  // namespace nemo
