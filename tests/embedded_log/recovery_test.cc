// What opening makes of files that are not as the log left them.
#include <rocksdb/db.h>

#include <array>
#include <map>
#include <random>

#include "adapters/embedded_log/embedded_log.h"
#include "adapters/embedded_log/record_bytes.h"
#include "adapters/embedded_log/wal_file.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using Mode = EmbeddedLog::Mode;
using Kind = LogFailure::Kind;

class RecoveryTest : public testing::Test {
 protected:
  // The files of a log whose process was killed after these appends.
  std::filesystem::path killed_after(const std::vector<std::vector<NewRecord>>& appends) {
    const std::filesystem::path path = directory_.path() / "log";
    EmbeddedLog log(path, Mode::kCreate, clock_);
    for (const auto& records : appends) log.append(records);
    texts_ = texts_of(log);
    return copy_of(path);
  }

  std::filesystem::path closed_after(const std::vector<std::vector<NewRecord>>& appends) {
    const std::filesystem::path path = directory_.path() / "closed";
    EmbeddedLog log(path, Mode::kCreate, clock_);
    for (const auto& records : appends) log.append(records);
    texts_ = texts_of(log);
    log.close();
    return path;
  }

  std::filesystem::path copy_of(const std::filesystem::path& path) {
    const std::filesystem::path copy = directory_.path() / ("copy" + std::to_string(++copies_));
    std::filesystem::copy(path, copy, std::filesystem::copy_options::recursive);
    return copy;
  }

  static std::filesystem::path wal_of(const std::filesystem::path& path) {
    return files_with(path, ".log").back();
  }

  // What a reader finds: the records' texts, or the failure.
  std::vector<std::string> texts_in(const std::filesystem::path& path, std::string* repaired) {
    EmbeddedLog log(path, Mode::kReadOnly, clock_);
    if (repaired) *repaired = log.repaired();
    return texts_of(log);
  }

  LogFailure refusal_of(const std::filesystem::path& path) {
    return failure_of([&] { texts_in(path, nullptr); });
  }

  ShortLivedDirectory directory_{memory_place()};
  HandClock clock_;
  std::vector<std::string> texts_;
  int copies_ = 0;
};

const std::vector<std::vector<NewRecord>> kThreeAppends{
    {at_record(3, "first", 1), at_record(3, "second", 2)},
    {live_record(5, "third")},
    {at_record(3, "fourth", 3), live_record(5, "fifth")},
};

// The last append of a file that spans blocks, and the sizes at which a record ends.
std::vector<std::uint64_t> record_ends(const std::string& wal) {
  std::vector<std::uint64_t> ends{0};
  for (std::size_t size = 1; size <= wal.size(); ++size) {
    const auto scan = embedded_log::scan_wal(wal.substr(0, size));
    if (scan.end == embedded_log::WalScan::End::kClean) ends.push_back(size);
  }
  return ends;
}

TEST_F(RecoveryTest, AfterAKillEverythingAcknowledgedIsThere) {
  const auto path = killed_after(kThreeAppends);
  std::string repaired = "unset";
  EXPECT_EQ(texts_in(path, &repaired), texts_);
  EXPECT_EQ(repaired, "");
  EmbeddedLog log(path, Mode::kExisting, clock_);
  EXPECT_EQ(texts_of(log), texts_);
}

TEST_F(RecoveryTest, AWriteAheadLogCutAnywhereKeepsTheWholeAppendsAndReportsTheRest) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  const auto ends = record_ends(wal);
  ASSERT_EQ(ends.size(), 4U);
  const std::size_t records_behind[] = {0, 2, 3, 5};
  for (std::size_t size = 0; size < wal.size(); ++size) {
    put_bytes(wal_of(path), wal.substr(0, size));
    const auto whole = std::upper_bound(ends.begin(), ends.end(), size) - ends.begin() - 1;
    std::string repaired;
    EXPECT_EQ(texts_in(path, &repaired).size(), records_behind[whole]) << size;
    EXPECT_EQ(repaired.empty(), ends[whole] == size) << size << " " << repaired;
  }
}

TEST_F(RecoveryTest, ATornTailIsCutOffAndTheLogGoesOn) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  put_bytes(wal_of(path), wal.substr(0, wal.size() - 1));
  {
    EmbeddedLog log(path, Mode::kExisting, clock_);
    EXPECT_NE(log.repaired().find("never acknowledged"), std::string::npos);
    EXPECT_EQ(log.append({live_record(5, "again")}), (std::vector<LogPosition>{{5, 1}}));
  }
  EmbeddedLog log(path, Mode::kExisting, clock_);
  EXPECT_EQ(log.repaired(), "");
  EXPECT_EQ(all_records(log).size(), 4U);
}

// The damage that RocksDB's own recovery modes drop acknowledged records over.
TEST_F(RecoveryTest, AnyFlippedByteOfTheWriteAheadLogIsRefusedNamingAPosition) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  const auto ends = record_ends(wal);
  const std::vector<std::vector<std::string>> positions{{"3/0", "3/1"}, {"5/0"}, {"3/2", "5/1"}};
  for (std::size_t byte = 0; byte < wal.size(); ++byte) {
    for (const int bit : {0x01, 0x80}) {
      std::string flipped = wal;
      flipped[byte] = static_cast<char>(flipped[byte] ^ bit);
      put_bytes(wal_of(path), flipped);
      const LogFailure failure = refusal_of(path);
      ASSERT_EQ(failure.kind(), Kind::kDamaged) << byte;
      const auto append = std::upper_bound(ends.begin(), ends.end(), byte) - ends.begin() - 1;
      bool named = false;
      for (const std::string& position : positions[append]) {
        named = named || failure.message().find("damaged at " + position) != std::string::npos;
      }
      EXPECT_TRUE(named) << byte << ": " << failure.message();
    }
  }
}

TEST_F(RecoveryTest, AFlippedByteInARecordNamesThatRecord) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  const std::map<std::string, std::string> positions{
      {"first", "3/0"}, {"second", "3/1"}, {"third", "5/0"}, {"fourth", "3/2"}, {"fifth", "5/1"}};
  for (const auto& [envelope, position] : positions) {
    std::string flipped = wal;
    flipped[flipped.find(envelope)] ^= 0x20;
    put_bytes(wal_of(path), flipped);
    EXPECT_NE(refusal_of(path).message().find("damaged at " + position + ":"), std::string::npos)
        << refusal_of(path).message();
  }
}

TEST_F(RecoveryTest, DamageInAppendsThatSpanBlocksIsFoundAndTornTailsOfThemAreNot) {
  std::mt19937 random(7);
  std::vector<std::vector<NewRecord>> appends;
  for (int i = 0; i < 6; ++i) {
    std::string envelope;
    while (envelope.size() < 30'000) envelope.push_back(static_cast<char>(random() % 255 + 1));
    appends.push_back({live_record(0, envelope), live_record(1, envelope)});
  }
  const auto path = killed_after(appends);
  const std::string wal = bytes_of(wal_of(path));
  const std::size_t last = wal.size() - 60'000;
  for (int i = 0; i < 150; ++i) {
    std::string flipped = wal;
    flipped[random() % wal.size()] ^= 0x10;
    put_bytes(wal_of(path), flipped);
    EXPECT_EQ(refusal_of(path).kind(), Kind::kDamaged);
    std::string unwritten = wal;
    const std::size_t page = (last + random() % 55'000) / 512 * 512 + 512;
    unwritten.replace(page, 512, 512, '\0');
    put_bytes(wal_of(path), unwritten);
    std::string repaired;
    EXPECT_EQ(texts_in(path, &repaired).size(), 10U) << page;
    EXPECT_NE(repaired, "");
  }
  std::string unwritten = wal;
  unwritten.replace(51'200, 512, 512, '\0');
  put_bytes(wal_of(path), unwritten);
  EXPECT_NE(refusal_of(path).message().find("damaged at 1/0"), std::string::npos);
  const auto without_its_beginning = embedded_log::scan_wal(wal.substr(32'768));
  EXPECT_EQ(without_its_beginning.end, embedded_log::WalScan::End::kDamaged);
}

TEST_F(RecoveryTest, ATornFileIsATailOnlyWhereNoOtherFollows) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  put_bytes(path / "000001.log", wal.substr(0, wal.size() - 3));
  EXPECT_EQ(refusal_of(path).kind(), Kind::kDamaged);
}

TEST_F(RecoveryTest, BytesThatNoAppendWroteAtTheEndAreDropped) {
  const auto path = killed_after(kThreeAppends);
  const std::string wal = bytes_of(wal_of(path));
  const std::vector<std::string> tails{std::string(1, '\0'),
                                       std::string(6, '\0'),
                                       std::string(5'000, '\0'),
                                       std::string(40'000, '\0'),
                                       "garbage",
                                       std::string(300, 'g'),
                                       std::string("\1\2\3\4\5\0\1garbage", 14)};
  for (const std::string& tail : tails) {
    put_bytes(wal_of(path), wal + tail);
    std::string repaired;
    EXPECT_EQ(texts_in(path, &repaired), texts_);
    EXPECT_NE(repaired.find(std::to_string(tail.size()) + " bytes dropped"), std::string::npos)
        << repaired;
    EmbeddedLog log(copy_of(path), Mode::kExisting, clock_);
    EXPECT_EQ(texts_of(log), texts_);
  }
}

TEST_F(RecoveryTest, AFileThatIsGoneIsRefused) {
  const auto path = killed_after(kThreeAppends);
  for (const char* part : {".log", ".sst", "CURRENT", "MANIFEST"}) {
    const auto copy = copy_of(path);
    for (const auto& file : files_with(copy, part)) std::filesystem::remove(file);
    for (const Mode mode : {Mode::kReadOnly, Mode::kExisting, Mode::kCreate}) {
      const LogFailure failure = failure_of([&] { EmbeddedLog(copy, mode, clock_); });
      EXPECT_EQ(failure.kind(), Kind::kDamaged) << part << ": " << failure.message();
    }
  }
}

TEST_F(RecoveryTest, AfterACleanCloseNothingMayBeMissing) {
  const auto path = closed_after(kThreeAppends);
  for (const char* part : {".sst", "CURRENT", "MANIFEST"}) {
    const auto copy = copy_of(path);
    std::filesystem::remove(files_with(copy, part).back());
    EXPECT_EQ(refusal_of(copy).kind(), Kind::kDamaged) << part;
  }
}

// Changes a closed log's records through its own storage engine.
void edit(const std::filesystem::path& path,
          const std::function<void(rocksdb::DB&, const rocksdb::WriteOptions&)>& change) {
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, path, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  change(*db, {});
  ASSERT_TRUE(db->Flush({}).ok());
}

std::string key_of(LogPosition position) {
  const auto key = embedded_log::record_key(position);
  return {key.begin(), key.end()};
}

TEST_F(RecoveryTest, ALastRecordThatIsMissingIsNamed) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    ASSERT_TRUE(db.Delete(options, key_of({3, 2})).ok());
  });
  EXPECT_NE(refusal_of(path).message().find("damaged at 3/2: the record is missing"),
            std::string::npos);
}

TEST_F(RecoveryTest, AnEndThatWentBackWithItsRecordIsFoundByTheCleanMarker) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    std::string head;
    embedded_log::Ends ends{};
    ends[3] = 2;
    ends[5] = 2;
    embedded_log::encode_head(ends, head);
    ASSERT_TRUE(db.Delete(options, key_of({3, 2})).ok());
    ASSERT_TRUE(db.Put(options, std::string(embedded_log::kHeadKey), head).ok());
  });
  EXPECT_NE(refusal_of(path).message().find("damaged at 3/2: the record is missing"),
            std::string::npos);
}

TEST_F(RecoveryTest, ALastRecordThatIsWrongIsNamedAtTheStart) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    std::string last;
    ASSERT_TRUE(db.Get({}, key_of({3, 2}), &last).ok());
    last.back() = '!';
    ASSERT_TRUE(db.Put(options, key_of({3, 2}), last).ok());
  });
  const LogFailure failure = failure_of([&] { EmbeddedLog(path, Mode::kExisting, clock_); });
  EXPECT_NE(failure.message().find("damaged at 3/2: the record's checksum is wrong"),
            std::string::npos);
}

TEST_F(RecoveryTest, ARecordBehindTheEndThatTheHeadTellsIsNamed) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    std::string more;
    embedded_log::encode_record({3, 3}, {true, TimeMs{5}, "never acknowledged"}, more);
    ASSERT_TRUE(db.Put(options, key_of({3, 3}), more).ok());
  });
  EXPECT_NE(refusal_of(path).message().find("damaged at 3/3: a record that was never acknowledged"),
            std::string::npos);
}

TEST_F(RecoveryTest, AMissingRecordInTheMiddleIsNamedWhereItIsRead) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    ASSERT_TRUE(db.Delete(options, key_of({3, 1})).ok());
  });
  EXPECT_NE(refusal_of(path).message().find("damaged at 3/1: the record is missing"),
            std::string::npos);
}

TEST_F(RecoveryTest, TwoSwappedRecordsAreNamed) {
  const std::array<std::array<LogPosition, 2>, 2> pairs{{{{{3, 0}, {3, 1}}}, {{{3, 0}, {5, 0}}}}};
  for (const auto& [one, other] : pairs) {
    std::filesystem::remove_all(directory_.path() / "closed");
    const auto path = closed_after(kThreeAppends);
    edit(path, [one = one, other = other](auto& db, const auto& options) {
      std::string first;
      std::string second;
      ASSERT_TRUE(db.Get({}, key_of(one), &first).ok());
      ASSERT_TRUE(db.Get({}, key_of(other), &second).ok());
      ASSERT_TRUE(db.Put(options, key_of(one), second).ok());
      ASSERT_TRUE(db.Put(options, key_of(other), first).ok());
    });
    EXPECT_NE(refusal_of(path).message().find("damaged at 3/0: the record's checksum is wrong"),
              std::string::npos);
  }
}

TEST_F(RecoveryTest, AnotherFormatIsRefusedAsAnotherVersion) {
  const auto path = closed_after(kThreeAppends);
  edit(path, [](auto& db, const auto& options) {
    ASSERT_TRUE(db.Put(options, std::string(embedded_log::kFormatKey), "9").ok());
  });
  for (const Mode mode : {Mode::kReadOnly, Mode::kExisting}) {
    const LogFailure failure = failure_of([&] { EmbeddedLog(path, mode, clock_); });
    EXPECT_EQ(failure.kind(), Kind::kOtherVersion);
    EXPECT_NE(failure.message().find("its format is 9"), std::string::npos);
  }
}

TEST_F(RecoveryTest, AFlippedByteInATableFileIsRefusedByVerificationAndNeverReadAsARecord) {
  std::vector<NewRecord> records;
  for (int i = 0; i < 3'000; ++i) records.push_back(live_record(2, "record" + std::to_string(i)));
  const auto path = closed_after({records});
  for (const auto& file : files_with(path, ".sst")) {
    const std::string table = bytes_of(file);
    const std::size_t step = std::max<std::size_t>(1, table.size() / 60);
    for (std::size_t byte = 0; byte < table.size(); byte += step) {
      std::string flipped = table;
      flipped[byte] ^= 0x04;
      put_bytes(file, flipped);
      const LogFailure failure = failure_of([&] {
        EmbeddedLog log(path, Mode::kReadOnly, clock_);
        EXPECT_EQ(texts_of(log), texts_) << byte;
        log.check_files();
      });
      EXPECT_EQ(failure.kind(), Kind::kDamaged) << byte << " " << failure.message();
    }
    put_bytes(file, table);
  }
  EXPECT_EQ(texts_in(path, nullptr), texts_);
}

TEST_F(RecoveryTest, AnyFlippedByteOfTheManifestIsRefused) {
  const auto path = closed_after(kThreeAppends);
  const auto file = files_with(path, "MANIFEST").back();
  const std::string manifest = bytes_of(file);
  for (std::size_t byte = 0; byte < manifest.size(); ++byte) {
    std::string flipped = manifest;
    flipped[byte] ^= 0x10;
    put_bytes(file, flipped);
    EXPECT_EQ(refusal_of(path).kind(), Kind::kDamaged) << byte;
  }
}

// As long as it should be, and zero from the middle on: a loss of power leaves that.
TEST_F(RecoveryTest, AManifestThatEndsInAHalfEntryIsShortened) {
  const auto path = killed_after(kThreeAppends);
  const auto file = files_with(path, "MANIFEST").back();
  const std::string manifest = bytes_of(file);
  for (const std::size_t zeros : {0, 600}) {
    put_bytes(file, manifest + manifest.substr(0, 20) + std::string(zeros, '\0'));
    if (zeros > 0) {
      EXPECT_EQ(refusal_of(path).kind(), Kind::kUnusable);
    } else {
      EXPECT_EQ(texts_in(path, nullptr), texts_);
    }
    EmbeddedLog log(copy_of(path), Mode::kExisting, clock_);
    EXPECT_EQ(texts_of(log), texts_);
    EXPECT_NE(log.repaired().find("MANIFEST"), std::string::npos) << log.repaired();
  }
}

TEST_F(RecoveryTest, ADamagedCleanMarkerIsRefused) {
  const auto path = closed_after(kThreeAppends);
  std::string marker = bytes_of(path / "CLEAN");
  marker[20] ^= 0x01;
  put_bytes(path / "CLEAN", marker);
  EXPECT_NE(refusal_of(path).message().find("CLEAN"), std::string::npos);
}

TEST_F(RecoveryTest, ACreationThatWasCutShortIsFinishedByTheNext) {
  const auto path = directory_.path() / "half";
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &opened).ok());
  delete opened;
  EmbeddedLog log(path, Mode::kCreate, clock_);
  EXPECT_EQ(log.append({live_record(0, "a")}), (std::vector<LogPosition>{{0, 0}}));
}

// Whichever of its files a creation had made when it was cut off.
TEST_F(RecoveryTest, ACreationThatWasCutShortAnywhereIsBegunAnew) {
  const auto whole = directory_.path() / "whole";
  { EmbeddedLog log(whole, Mode::kCreate, clock_); }
  for (const auto& left_out : std::filesystem::directory_iterator(whole)) {
    const std::string name = left_out.path().filename();
    const auto path = directory_.path() / ("without-" + name);
    std::filesystem::create_directories(path);
    for (const auto& file : std::filesystem::directory_iterator(whole)) {
      if (file != left_out) std::filesystem::copy(file, path / file.path().filename());
    }
    put_bytes(path / "CREATING", "");
    EXPECT_EQ(refusal_of(path).kind(), Kind::kMissing) << name;
    {
      EmbeddedLog log(path, Mode::kCreate, clock_);
      EXPECT_EQ(log.append({live_record(0, "a")}), (std::vector<LogPosition>{{0, 0}})) << name;
    }
    EXPECT_FALSE(std::filesystem::exists(path / "CREATING")) << name;
    EmbeddedLog again(path, Mode::kCreate, clock_);
    EXPECT_EQ(again.end_offset(0), 1) << name;
  }
}

}  // namespace
}  // namespace nemo
