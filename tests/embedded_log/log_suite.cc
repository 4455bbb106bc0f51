#include "tests/embedded_log/log_suite.h"

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

TEST_P(LogSuite, AnEmptyLogEndsAtZeroAndReadsNothing) {
  LogPort& log = log_->open();
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    EXPECT_EQ(log.end_offset(partition), 0);
    EXPECT_TRUE(read_of(log, {partition, 0}, 10).empty());
  }
  EXPECT_TRUE(log.append({}).empty());
}

TEST_P(LogSuite, PositionsComeInTheRecordsOrderAndAreDenseInEachPartition) {
  LogPort& log = log_->open();
  const auto positions = log.append({live_record(3, "a"), live_record(0, "b"), live_record(3, "c"),
                                     live_record(15, "d"), live_record(3, "e")});
  const std::vector<LogPosition> expected{{3, 0}, {0, 0}, {3, 1}, {15, 0}, {3, 2}};
  EXPECT_EQ(positions, expected);
  EXPECT_EQ(log.append({live_record(3, "f")}), (std::vector<LogPosition>{{3, 3}}));
  EXPECT_EQ(log.end_offset(3), 4);
  EXPECT_EQ(log.end_offset(0), 1);
  EXPECT_EQ(log.end_offset(1), 0);
}

TEST_P(LogSuite, BytesComeBackAsTheyWere) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  const std::vector<std::string> envelopes{"", std::string(1, '\0'), every_byte,
                                           std::string(100'000, '\xff'), "\xff\xffhead"};
  LogPort& log = log_->open();
  for (const std::string& envelope : envelopes) log.append({live_record(7, envelope)});
  log_->close();
  const std::vector<LogRecord> read = read_of(log_->open(), {7, 0}, 100);
  ASSERT_EQ(read.size(), envelopes.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].envelope, envelopes[i]);
    EXPECT_EQ(read[i].position, (LogPosition{7, static_cast<Offset>(i)}));
  }
}

TEST_P(LogSuite, AReadGivesWhatIsAskedForFromWhereItIsAskedFor) {
  LogPort& log = log_->open();
  std::vector<NewRecord> records;
  for (int i = 0; i < 5'000; ++i) {
    records.push_back(live_record(static_cast<PartitionId>(i % 2), std::to_string(i)));
  }
  log.append(records);
  for (const Offset from : {0, 1, 1'234, 2'499}) {
    for (const std::size_t max : {0, 1, 7, 2'000}) {
      const auto read = read_of(log, {1, from}, max);
      ASSERT_EQ(read.size(), std::min<std::size_t>(max, static_cast<std::size_t>(2'500 - from)));
      if (read.empty()) continue;
      EXPECT_EQ(read.back().envelope, std::to_string(2 * read.back().position.offset + 1));
    }
  }
  EXPECT_TRUE(read_of(log, {1, 2'500}, 1).empty());
  EXPECT_TRUE(read_of(log, {1, 9'999}, 1).empty());
}

TEST_P(LogSuite, ACursorWalksOnAsTheLogGrows) {
  LogPort& log = log_->open();
  const auto cursor = log.scan({4, 1});
  LogRecord record;
  EXPECT_FALSE(cursor->next(record));
  log.append({live_record(4, "before"), live_record(4, "one"), live_record(5, "other")});
  ASSERT_TRUE(cursor->next(record));
  EXPECT_EQ(record.envelope, "one");
  EXPECT_FALSE(cursor->next(record));
  log.append({live_record(4, "two")});
  ASSERT_TRUE(cursor->next(record));
  EXPECT_EQ(record.position, (LogPosition{4, 2}));
  EXPECT_FALSE(cursor->next(record));
}

// What was appended last may be read from another place than what lies behind it.
TEST_P(LogSuite, ACursorThatFollowsAndOneThatLagsReadTheSame) {
  LogPort& log = log_->open();
  std::mt19937 random(7);
  std::vector<std::string> sent;
  std::vector<std::string> read[3];
  std::unique_ptr<LogCursor> cursors[3];
  for (auto& cursor : cursors) cursor = log.scan({3, 0});
  const auto read_some = [&](std::size_t reader, std::size_t most) {
    LogRecord record;
    while (most-- > 0 && cursors[reader]->next(record)) {
      EXPECT_EQ(record.position, (LogPosition{3, static_cast<Offset>(read[reader].size())}));
      read[reader].push_back(record.envelope);
    }
  };
  for (int turn = 0; turn < 200; ++turn) {
    std::vector<NewRecord> group;
    for (std::size_t left = 1 + random() % 5; left > 0; --left) {
      group.push_back(live_record(random() % 2 == 0 ? 3 : 4, std::to_string(random())));
      if (group.back().partition == 3) sent.push_back(group.back().envelope);
    }
    log.append(group);
    read_some(0, SIZE_MAX);
    read_some(1, random() % 4);
    if (turn % 50 == 49) read_some(2, SIZE_MAX);
  }
  for (std::size_t reader = 0; reader < 3; ++reader) {
    read_some(reader, SIZE_MAX);
    EXPECT_EQ(read[reader], sent) << reader;
  }
}

TEST_P(LogSuite, AtIsKeptUntilTheFirstRecordWithoutItAndNeverAfter) {
  LogPort& log = log_->open();
  log.append({at_record(2, "a", 1'000), at_record(2, "b", 500)});
  log.append({at_record(2, "c", 2'000), live_record(2, "d"), at_record(2, "e", 3'000)});
  log.append({at_record(3, "f", 4'000)});
  log_->close();
  LogPort& again = log_->open();
  again.append({at_record(2, "g", 5'000), at_record(3, "h", 6'000)});
  const auto read = read_of(again, {2, 0}, 10);
  ASSERT_EQ(read.size(), 6U);
  const std::vector<std::optional<TimeMs>> expected{TimeMs{1'000}, TimeMs{500},  TimeMs{2'000},
                                                    std::nullopt,  std::nullopt, std::nullopt};
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].at, expected[i]) << i;
    if (read[i].at) {
      EXPECT_EQ(read[i].appended_at, *read[i].at);
    }
    if (i > 3) {
      EXPECT_GE(read[i].appended_at, read[i - 1].appended_at);
    }
  }
  EXPECT_EQ(read_of(again, {3, 1}, 1).at(0).at, TimeMs{6'000});
}

TEST_P(LogSuite, ReopenedItGoesOnWhereItEnded) {
  for (int run = 0; run < 4; ++run) {
    LogPort& log = log_->open();
    EXPECT_EQ(log.end_offset(9), 3 * run);
    log.append({live_record(9, "x"), live_record(9, "y"), live_record(9, "z")});
    log_->close();
  }
  EXPECT_EQ(read_of(log_->open(), {9, 0}, 100).size(), 12U);
}

TEST_P(LogSuite, AppendsOfManyThreadsAreDenseAndEachStaysTogether) {
  constexpr int kThreads = 8;
  constexpr int kAppends = 150;
  LogPort& log = log_->open();
  std::vector<std::vector<LogPosition>> positions(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&log, &mine = positions[thread], thread] {
        for (int i = 0; i < kAppends; ++i) {
          const std::string name = std::to_string(thread) + ":" + std::to_string(i);
          const auto got = log.append({live_record(1, name), live_record(1, name)});
          EXPECT_EQ(got[1].offset, got[0].offset + 1);
          mine.insert(mine.end(), got.begin(), got.end());
        }
      });
    }
  }
  log_->close();
  LogPort& again = log_->open();
  ASSERT_EQ(again.end_offset(1), 2 * kThreads * kAppends);
  const auto read = read_of(again, {1, 0}, 100'000);
  for (int thread = 0; thread < kThreads; ++thread) {
    for (std::size_t i = 0; i < positions[thread].size(); ++i) {
      EXPECT_EQ(read[static_cast<std::size_t>(positions[thread][i].offset)].envelope,
                std::to_string(thread) + ":" + std::to_string(i / 2));
    }
  }
}

TEST_P(LogSuite, AReaderBesideTheWritersSeesEveryRecordOnceAndInOrder) {
  LogPort& log = log_->open();
  std::jthread writer([&log] {
    for (int i = 0; i < 300; ++i) log.append({live_record(6, std::to_string(i))});
  });
  Offset next = 0;
  while (next < 300) {
    for (const LogRecord& record : read_of(log, {6, next}, 16)) {
      ASSERT_EQ(record.position.offset, next);
      ASSERT_EQ(record.envelope, std::to_string(next));
      ++next;
    }
  }
}

}  // namespace
}  // namespace nemo
