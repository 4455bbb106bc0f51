#include "adapters/embedded_log/embedded_log.h"

#include <map>

#include "tests/embedded_log/log_suite.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using Mode = EmbeddedLog::Mode;
using Kind = LogFailure::Kind;

class EmbeddedLogUnderTest : public LogUnderTest {
 public:
  LogPort& open() override {
    if (!log_) log_.emplace(directory_.path() / "log", Mode::kCreate, clock_);
    return *log_;
  }
  void close() override { log_.reset(); }

 private:
  ShortLivedDirectory directory_{memory_place()};
  HandClock clock_;
  std::optional<EmbeddedLog> log_;
};

INSTANTIATE_TEST_SUITE_P(Embedded, LogSuite,
                         testing::Values(LogMaker{
                             "embedded", [] { return std::make_unique<EmbeddedLogUnderTest>(); }}),
                         [](const auto& maker) { return maker.param.name; });

class EmbeddedLogTest : public testing::Test {
 protected:
  EmbeddedLog open(Mode mode) { return EmbeddedLog(path_, mode, clock_); }

  ShortLivedDirectory directory_{memory_place()};
  std::filesystem::path path_ = directory_.path() / "log";
  HandClock clock_;
};

TEST_F(EmbeddedLogTest, OnlyCreateMakesALog) {
  for (const Mode mode : {Mode::kReadOnly, Mode::kExisting}) {
    EXPECT_EQ(failure_of([&] { open(mode); }).kind(), Kind::kMissing);
    EXPECT_FALSE(std::filesystem::exists(path_));
  }
  std::filesystem::create_directory(path_);
  EXPECT_EQ(failure_of([&] { open(Mode::kReadOnly); }).kind(), Kind::kMissing);
  EXPECT_TRUE(std::filesystem::is_empty(path_));
  open(Mode::kCreate);
  open(Mode::kExisting).append({live_record(0, "a")});
  EXPECT_EQ(open(Mode::kCreate).end_offset(0), 1);
}

TEST_F(EmbeddedLogTest, ReadingChangesNoFile) {
  open(Mode::kCreate).append({live_record(0, "a"), at_record(1, "b", 1)});
  const auto state = [&] {
    std::map<std::string, std::pair<std::string, std::filesystem::file_time_type>> files;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      files[entry.path().filename()] = {bytes_of(entry.path()), entry.last_write_time()};
    }
    return files;
  };
  const auto before = state();
  {
    EmbeddedLog log = open(Mode::kReadOnly);
    EXPECT_EQ(all_records(log).size(), 2U);
    EXPECT_EQ(failure_of([&] { log.append({live_record(0, "x")}); }).kind(), Kind::kUnusable);
    log.check_files();
  }
  EXPECT_TRUE(state() == before);
}

TEST_F(EmbeddedLogTest, AWriterIsAloneAndReadersAreNot) {
  std::optional<EmbeddedLog> writer(std::in_place, path_, Mode::kCreate, clock_);
  for (const Mode mode : {Mode::kReadOnly, Mode::kExisting, Mode::kCreate}) {
    EXPECT_EQ(failure_of([&] { open(mode); }).kind(), Kind::kInUse);
  }
  writer->append({live_record(0, "still works")});
  writer.reset();
  EmbeddedLog one = open(Mode::kReadOnly);
  EmbeddedLog two = open(Mode::kReadOnly);
  EXPECT_EQ(failure_of([&] { open(Mode::kExisting); }).kind(), Kind::kInUse);
  EXPECT_EQ(texts_of(one), texts_of(two));
}

TEST_F(EmbeddedLogTest, ClosedItCanBeOpenedAgainWhileTheObjectLives) {
  EmbeddedLog log = open(Mode::kCreate);
  log.append({live_record(0, "a")});
  log.close();
  log.close();
  EXPECT_EQ(open(Mode::kExisting).end_offset(0), 1);
}

TEST_F(EmbeddedLogTest, TheSameInputGivesTheSameStoredRecordsWhateverTheClockSays) {
  const auto texts_at = [&](const char* name, std::int64_t leap) {
    HandClock clock;
    clock.leap(leap);
    EmbeddedLog log(directory_.path() / name, Mode::kCreate, clock);
    log.append({at_record(0, "a", 10), at_record(0, "b", 5), at_record(1, "c", 7)});
    return texts_of(log);
  };
  EXPECT_EQ(texts_at("one", 0), texts_at("two", 86'400'000));
}

TEST_F(EmbeddedLogTest, AnImportedLiveRecordKeepsItsTimeAndMakesThePartitionLive) {
  EmbeddedLog log = open(Mode::kCreate);
  const TimeMs then{1'700'000'000'000};
  log.append({{.partition = 0, .envelope = "a", .appended_at = then}, at_record(0, "b", 1)});
  const auto read = read_of(log, {0, 0}, 2);
  EXPECT_EQ(read[0].appended_at, then);
  EXPECT_FALSE(read[0].at);
  EXPECT_FALSE(read[1].at);
  EXPECT_EQ(read[1].appended_at, clock_.wall());
}

struct ClockRow {
  const char* name;
  std::int64_t passes;
  std::int64_t leaps;
  bool refused;
};

constexpr ClockRow kClockRows[] = {
    {"time passes", 86'400'000, 0, false},
    {"a step back under five minutes", 0, -299'000, false},
    {"a step ahead under five minutes", 0, 299'000, false},
    {"a leap ahead by a year", 0, 365LL * 86'400'000, true},
    {"a leap back by an hour", 0, -3'600'000, true},
    {"a leap back that passing time hides", 3'600'000, -3'600'000, true},
};

TEST_F(EmbeddedLogTest, AClockThatLeapsDuringARunIsRefusedAndOneThatStepsIsNot) {
  for (const ClockRow& row : kClockRows) {
    HandClock clock;
    EmbeddedLog log(directory_.path() / row.name, Mode::kCreate, clock);
    log.append({live_record(0, "before")});
    clock.pass(row.passes);
    clock.leap(row.leaps);
    if (!row.refused) {
      log.append({live_record(0, "after")});
      const auto read = read_of(log, {0, 0}, 2);
      EXPECT_GE(read[1].appended_at, read[0].appended_at) << row.name;
      continue;
    }
    const LogFailure failure = failure_of([&] { log.append({live_record(0, "after")}); });
    EXPECT_EQ(failure.kind(), Kind::kClock) << row.name;
    EXPECT_FALSE(failure.unknown_fate());
    EXPECT_NE(failure.message().find(format_rfc3339(clock.wall())), std::string::npos);
    EXPECT_EQ(log.end_offset(0), 1) << row.name;
    log.append({at_record(1, "needs no clock", 1)});
    clock.leap(-row.leaps);
    log.append({live_record(0, "the clock is right again")});
    EXPECT_EQ(log.end_offset(0), 2) << row.name;
  }
}

TEST_F(EmbeddedLogTest, AClockBehindTheLastAppendIsRefusedAtTheNextStart) {
  open(Mode::kCreate).append({live_record(0, "a")});
  clock_.leap(-kMsPerDay);
  EmbeddedLog log = open(Mode::kExisting);
  EXPECT_EQ(failure_of([&] { log.append({live_record(1, "b")}); }).kind(), Kind::kClock);
  log.append({at_record(2, "c", 1)});
  EXPECT_EQ(log.end_offset(1), 0);
}

TEST_F(EmbeddedLogTest, TheLastAppendOfAllPartitionsIsTheOneThatTheClockMayNotBeBehind) {
  {
    EmbeddedLog log = open(Mode::kCreate);
    log.append({live_record(1, "early")});
    clock_.pass(kMsPerDay);
    log.append({live_record(0, "late")});
  }
  clock_.leap(-kMsPerDay);
  EmbeddedLog log = open(Mode::kExisting);
  EXPECT_EQ(failure_of([&] { log.append({live_record(1, "b")}); }).kind(), Kind::kClock);
}

}  // namespace
}  // namespace nemo
