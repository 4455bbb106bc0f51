// Nothing that is changed behind a ledger's back stays unseen.
#include "adapters/daemon/verify.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <functional>
#include <memory>

#include "adapters/embedded_log/record_bytes.h"
#include "adapters/embedded_log/store_options.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"
#include "engine/store/checkpoint_db.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "tests/daemon/child.h"
#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"
#include "tests/engine/records.h"

namespace nemo {
namespace {

using Path = std::filesystem::path;
using embedded_log::decode_record;
using embedded_log::encode_record;
using embedded_log::record_key;
using embedded_log::StoredRecord;

constexpr std::size_t kRecords = 2'700;

void copy_tree(const Path& from, const Path& to) {
  std::filesystem::remove_all(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

VerifyReport verified(const Path& data) { return verify({.data = data, .progress = {}}); }

// What verify finds wrong. A Failure is no finding (the exit status is another) and ends the test.
std::string wrong_in(const Path& data) {
  const VerifyReport report = verified(data);
  EXPECT_EQ(report.passed, report.first_break.empty());
  return report.first_break;
}

// Where a finding says that it is: "3/17", no part of a path; empty: it names no position.
std::string position_in(const std::string& wrong) {
  const std::size_t at = wrong.find(" at ");
  for (const std::size_t begin : {std::size_t{0}, at == std::string::npos ? 0 : at + 4}) {
    std::string word = wrong.substr(begin, wrong.find(": ", begin) - begin);
    if (parse_position(word)) return word;
  }
  return "";
}

class Verify : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = std::make_unique<ShortLivedDirectory>(memory_place());
    const auto ledger = Ledger::open({.data = closed()});
    Feed feed(11);
    apply_all(*ledger, feed.take(kRecords), 97);
    ledger->close();
    copy_tree(closed(), unclean());
    ASSERT_EQ(do_in_child("apply 11 2700 400", unclean()).exit_status, 0);
  }
  static void TearDownTestSuite() { place_.reset(); }

  // Closed after kRecords; and the same, left by a process that died 400 records later.
  static Path closed() { return place_->path() / "closed"; }
  static Path unclean() { return place_->path() / "unclean"; }
  // A copy to be spoilt.
  static Path copy_of(const Path& data) {
    copy_tree(data, place_->path() / "copy");
    return place_->path() / "copy";
  }

  static std::unique_ptr<ShortLivedDirectory> place_;
};
std::unique_ptr<ShortLivedDirectory> Verify::place_;

// The log's store, or another, opened past its owner.
void change(const Path& folder, const std::function<void(rocksdb::DB&)>& deed) {
  rocksdb::Options options = embedded_log::writer_options();
  options.create_if_missing = false;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder.string(), &db);
  ASSERT_TRUE(status.ok()) << status.ToString();
  const std::unique_ptr<rocksdb::DB> owner(db);
  deed(*db);
  ASSERT_TRUE(db->Flush({}).ok());
  ASSERT_TRUE(db->Close().ok());
}

std::string key_of(LogPosition position) {
  const auto key = record_key(position);
  return {key.data(), key.size()};
}

std::string value_at(rocksdb::DB& db, const std::string& key) {
  std::string value;
  EXPECT_TRUE(db.Get({}, key, &value).ok());
  return value;
}

void put(rocksdb::DB& db, const std::string& key, const std::string& value) {
  ASSERT_TRUE(db.Put({}, key, value).ok());
}

// Writes a record anew as the log itself would.
void rewrite(rocksdb::DB& db, LogPosition position, const StoredRecord& record) {
  std::string value;
  encode_record(position, record, value);
  put(db, key_of(position), value);
}

Offset end_of(const Path& data, PartitionId partition) {
  return Ledger::open({.data = data, .mode = LedgerOptions::Mode::kReadOnly})
      ->log()
      .end_offset(partition);
}

TEST_F(Verify, PassesOnWhatALedgerWrote) {
  const VerifyReport report = verified(closed());
  EXPECT_EQ(report.first_break, "");
  EXPECT_TRUE(report.passed);
  EXPECT_GE(report.records, kRecords);
  EXPECT_GT(report.lines, report.records / 2);
  EXPECT_GT(report.checks, report.records);
  EXPECT_EQ(report.digests.size(), kPartitionCount);
}

TEST_F(Verify, PassesAfterAnUncleanStopAndAfterReopenings) {
  EXPECT_EQ(wrong_in(unclean()), "");
  const Path data = copy_of(unclean());
  for (int again = 0; again < 3; ++again) {
    Ledger::open({.data = data})->close();
    EXPECT_EQ(wrong_in(data), "");
  }
  ASSERT_EQ(do_in_child("apply 11 3100 300", data).exit_status, 0);
  const VerifyReport report = verified(data);
  EXPECT_EQ(report.first_break, "");
  Feed feed(11);
  feed.take(3'400);
  const auto ledger = Ledger::open({.data = data});
  apply_all(*ledger, feed.take(100), 10);
  ledger->close();
  EXPECT_EQ(wrong_in(data), "");
}

TEST_F(Verify, SeesAFlippedByteInAnyFileOfTheLog) {
  int flips = 0;
  for (const Path& from : {closed(), unclean()}) {
    for (const char* part : {".sst", ".log", "MANIFEST", "CURRENT", "CLEAN"}) {
      for (const Path& file : files_with(from / "log", part)) {
        const std::size_t size = bytes_of(file).size();
        for (std::size_t eighth = 0; size > 0 && eighth < 8; ++eighth) {
          const Path data = copy_of(from);
          const Path spoilt = data / "log" / file.filename();
          std::string bytes = bytes_of(spoilt);
          const std::size_t place = std::min(size - 1, size * eighth / 8 + 20);
          bytes[place] = static_cast<char>(bytes[place] ^ 0x10);
          put_bytes(spoilt, bytes);
          const std::string wrong = wrong_in(data);
          EXPECT_TRUE(!position_in(wrong).empty() ||
                      wrong.find(file.filename().string()) != std::string::npos)
              << spoilt << " at " << place << " of " << size << ": " << wrong;
          ++flips;
        }
      }
    }
  }
  EXPECT_GE(flips, 24);
}

TEST_F(Verify, SeesAFlippedByteInTheStoredStateAndOutcomes) {
  for (const char* folder : {"state", "outcomes"}) {
    for (const Path& file : files_with(closed() / folder, ".sst")) {
      const std::size_t size = bytes_of(file).size();
      for (std::size_t step = 0; step < 24; ++step) {
        const Path data = copy_of(closed());
        const Path spoilt = data / folder / file.filename();
        std::string bytes = bytes_of(spoilt);
        const std::size_t place = std::min(size - 1, size * step / 23);
        bytes[place] = static_cast<char>(bytes[place] ^ 0x10);
        put_bytes(spoilt, bytes);
        const std::string wrong = wrong_in(data);
        EXPECT_EQ(wrong.find((data / folder).string() + ": "), 0U)
            << spoilt << " at " << place << " of " << size << ": " << wrong;
      }
    }
  }
}

TEST_F(Verify, SeesThatTheLastRecordIsMissing) {
  const Offset end = end_of(closed(), 1);
  const std::string name = "1/" + std::to_string(end - 1);
  const Path data = copy_of(closed());
  change(data / "log", [&](rocksdb::DB& db) {
    ASSERT_TRUE(db.Delete({}, key_of({1, end - 1})).ok());
  });
  EXPECT_EQ(position_in(wrong_in(data)), name) << wrong_in(data);
  // Also when the head and the mark of the close say that it never was.
  change(data / "log", [&](rocksdb::DB& db) {
    const std::string head_key(embedded_log::kHeadKey);
    auto ends = embedded_log::decode_head(value_at(db, head_key));
    ASSERT_TRUE(ends);
    --(*ends)[1];
    std::string head;
    embedded_log::encode_head(*ends, head);
    put(db, head_key, head);
  });
  std::filesystem::remove(data / "log" / "CLEAN");
  EXPECT_EQ(position_in(wrong_in(data)), name) << wrong_in(data);
}

TEST_F(Verify, SeesTwoRecordsThatChangedPlaces) {
  const LogPosition one{1, 100};
  const LogPosition other{1, 101};
  Path data = copy_of(closed());
  change(data / "log", [&](rocksdb::DB& db) {
    const std::string first = value_at(db, key_of(one));
    put(db, key_of(one), value_at(db, key_of(other)));
    put(db, key_of(other), first);
  });
  EXPECT_EQ(position_in(wrong_in(data)), "1/100") << wrong_in(data);
  // Also when each is written as the log would at its new place.
  data = copy_of(closed());
  change(data / "log", [&](rocksdb::DB& db) {
    const std::string first = value_at(db, key_of(one));
    const std::string second = value_at(db, key_of(other));
    rewrite(db, one, *decode_record(other, second));
    rewrite(db, other, *decode_record(one, first));
  });
  EXPECT_EQ(position_in(wrong_in(data)), "1/100") << wrong_in(data);
}

TEST_F(Verify, SeesAPriceThatWasChangedOnTheLog) {
  for (PartitionId partition = 0; partition < 3; ++partition) {
    const Path data = copy_of(closed());
    change(data / "log", [&](rocksdb::DB& db) {
      const std::string value = value_at(db, key_of({partition, 0}));
      StoredRecord record = *decode_record({partition, 0}, value);
      Envelope envelope = decode_envelope(std::string(record.envelope));
      envelope.payload = book("v0", 6, 0);
      std::string bytes;
      encode_envelope(envelope, bytes);
      record.envelope = bytes;
      rewrite(db, {partition, 0}, record);
    });
    const std::string wrong = wrong_in(data);
    EXPECT_EQ(position_in(wrong).find(std::to_string(partition) + "/"), 0U) << wrong;
    EXPECT_NE(wrong.find("differs"), std::string::npos) << wrong;
  }
}

TEST_F(Verify, SeesAnOutcomeThatDiffers) {
  const LogPosition position{1, 150};
  const Path data = copy_of(closed());
  {
    RocksOutcomeStore outcomes(data / "outcomes", false);
    auto lines = decode_outcomes(position, outcomes.read(position).value());
    ASSERT_TRUE(lines && !lines->empty());
    ++lines->back().at.value;
    std::string bytes;
    encode_outcomes(*lines, bytes);
    StateChanges changes;
    changes.put(position.partition, outcome_key(position.offset), bytes);
    outcomes.write(changes);
  }
  EXPECT_EQ(wrong_in(data).find("1/150: the stored outcome"), 0U) << wrong_in(data);
}

TEST_F(Verify, SeesAnOutcomeThatIsMissingOrOneTooMany) {
  Path data = copy_of(closed());
  {
    RocksOutcomeStore outcomes(data / "outcomes", false);
    StateChanges changes;
    changes.erase(1, outcome_key(150));
    outcomes.write(changes);
  }
  EXPECT_EQ(wrong_in(data).find("1/150: "), 0U) << wrong_in(data);
  const Offset end = end_of(closed(), 1);
  data = copy_of(closed());
  {
    RocksOutcomeStore outcomes(data / "outcomes", false);
    StateChanges changes;
    changes.put(1, outcome_key(end), outcomes.read({1, 1}).value());
    outcomes.write(changes);
  }
  EXPECT_EQ(wrong_in(data).find("1/" + std::to_string(end) + ": "), 0U) << wrong_in(data);
  data = copy_of(closed());
  std::filesystem::remove_all(data / "outcomes");
  EXPECT_EQ(wrong_in(data), "0/0: its outcome lines are missing");
}

// Writes over the state record of a kind that is forgotten last, in the first partition that has
// one: which.
PartitionId alter(const Path& data, ObjectKind kind,
                  const std::function<std::string(const std::string&)>& how) {
  RocksStateStore state(data / "state", false);
  const std::string from(1, static_cast<char>(kind));
  const std::string until(1, static_cast<char>(static_cast<char>(kind) + 1));
  std::string last_key;
  std::string last_value;
  PartitionId partition = 0;
  const auto look = [&](std::string_view key, std::string_view value) {
    if (last_key.empty() || value.substr(0, 4) > std::string_view(last_value).substr(0, 4)) {
      last_key = key;
      last_value = value;
    }
    return true;
  };
  for (; partition < kPartitionCount; ++partition) {
    state.scan(partition, from, until, look);
    if (!last_key.empty()) break;
  }
  EXPECT_NE(last_key, "") << static_cast<char>(kind);
  const std::string other = how(last_value);
  StateChanges changes;
  if (other.empty()) changes.erase(partition, last_key);
  if (!other.empty()) changes.put(partition, last_key, other);
  state.write(changes);
  return partition;
}

TEST_F(Verify, SeesAStateThatWasAltered) {
  const auto richer = [](const std::string& value) {
    OrgState org;
    EXPECT_TRUE(decode(std::string_view(value).substr(4), org));
    org.balance.value += 1;
    std::string bytes = value.substr(0, 4);
    encode(org, bytes);
    return bytes;
  };
  const auto later = [](const std::string& value) {
    PartitionGlobals globals;
    EXPECT_TRUE(decode(value, globals));
    globals.accounts[0] += 1;
    std::string bytes;
    encode(globals, bytes);
    return bytes;
  };
  const auto another_day = [](std::string value) {
    ++value[3];
    return value;
  };
  const auto another_name = [](const std::string& value) { return value + "x"; };
  const auto gone = [](const std::string&) { return std::string(); };
  const std::tuple<ObjectKind, std::function<std::string(const std::string&)>, const char*>
      cases[] = {
          {ObjectKind::kOrg, richer, "a balance"},
          {ObjectKind::kOrg, gone, "an organization"},
          {ObjectKind::kPartition, later, "an account"},
          {ObjectKind::kId, another_day, "the day an id is forgotten"},
          {ObjectKind::kId, gone, "an id"},
          {ObjectKind::kReservation, gone, "a reservation"},
          {ObjectKind::kStripe, gone, "a payment"},
          {ObjectKind::kBook, gone, "a price book"},
          {ObjectKind::kLotEnd, gone, "the end of a lot"},
          {ObjectKind::kLotEnd, another_name, "whose lot ends"},
      };
  for (const auto& [kind, how, what] : cases) {
    const Path data = copy_of(closed());
    const std::string partition = std::to_string(alter(data, kind, how)) + "/";
    const std::string wrong = wrong_in(data);
    EXPECT_EQ(position_in(wrong).find(partition), 0U) << what << ": " << wrong;
  }
}

// The day on which an id is forgotten is not over when it is used again.
TEST_F(Verify, PassesWhereAnIdIsUsedAgainOnTheDayItIsForgotten) {
  const Path data = place_->path() / "again";
  constexpr std::int64_t kForgetMs = 30 * kMsPerDay;
  const std::pair<Payload, std::int64_t> records[] = {
      {organization(), 0},   {key("k"), 0},     {credits("g", 1'000), 0},
      {request("r", 10), 1}, {release("r"), 2}, {request("r", 20), kForgetMs + 2},
  };
  {
    const auto ledger = Ledger::open({.data = data});
    std::uint8_t number = 0;
    for (const auto& [payload, at] : records) {
      LedgerInput input{{}, TimeMs{kStart + at}};
      input.envelope.event_id = EventId{};
      input.envelope.event_id->bytes[0] = ++number;
      input.envelope.org_id = OrgId("acme");
      input.envelope.payload = payload;
      const auto lines = ledger->call(std::move(input));
      EXPECT_FALSE(is_denied(lines.back().name.code)) << format_outcome_name(lines.back().name);
      EXPECT_NE(lines.back().name.code, OutcomeCode::kExists);
      ledger->digests();  // writes a checkpoint
    }
    ledger->close();
  }
  EXPECT_EQ(wrong_in(data), "");
}

// Not damage that verify could place: there is no ledger of this version to read.
TEST_F(Verify, FailsWhereThereIsNoLedgerToVerify) {
  const Path data = copy_of(closed());
  const std::pair<std::function<void()>, const char*> cases[] = {
      {[&] { put_bytes(data / "VERSION", "nemo-ledger 2\n"); }, "another version"},
      {[&] { std::filesystem::remove(data / "VERSION"); }, "holds no ledger"},
      {[&] { std::filesystem::remove_all(data); }, "holds no ledger"},
  };
  for (const auto& [spoil, words] : cases) {
    spoil();
    try {
      verified(data);
      ADD_FAILURE() << words << ": nothing was thrown";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.exit_status, 3);
      EXPECT_NE(failure.message.find(words), std::string::npos) << failure.message;
    }
  }
}

}  // namespace
}  // namespace nemo
