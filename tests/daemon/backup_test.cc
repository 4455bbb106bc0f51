// A backup is whole and proven, or it is none.
#include "adapters/daemon/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <optional>
#include <thread>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/verify.h"
#include "engine/runner/replay.h"
#include "tests/daemon/child.h"
#include "tests/daemon/feed.h"
#include "tests/daemon/memory_ports.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using Path = std::filesystem::path;

constexpr std::uint64_t kSeed = 3;

std::string text_of(const std::vector<PartitionDigest>& digests) {
  std::string text;
  for (const PartitionDigest& line : digests) {
    text += std::to_string(line.partition) + " " + std::to_string(line.position) + " " +
            format_digest(line.digest) + "\n";
  }
  return text;
}

std::map<std::string, std::string> tree(const Path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    files[entry.path()] = entry.is_regular_file() ? bytes_of(entry.path()) : "a folder";
  }
  return files;
}

// The digests that the log gives at these positions.
std::string replayed(LogPort& log, const std::vector<PartitionDigest>& at) {
  std::vector<PartitionDigest> digests;
  for (const PartitionDigest& line : at) {
    Replay replay(log, line.partition);
    Offset records = 0;
    while (records < line.position && replay.next()) ++records;
    digests.push_back({line.partition, records, replay.digest()});
  }
  return text_of(digests);
}

// Why a deed is refused; fails the test where it is not.
std::string refusal(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_status, 3);
    EXPECT_NE(failure.message.find(';'), std::string::npos) << "no fix in: " << failure.message;
    return failure.message;
  }
  ADD_FAILURE() << "it was not refused";
  return "";
}

void expect_words(const std::string& message, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    EXPECT_NE(message.find(word), std::string::npos) << word << " in: " << message;
  }
}

class Backup : public testing::Test {
 protected:
  Path path(const std::string& name) const { return place_.path() / name; }

  // On the embedded log.
  Path ledger(std::size_t records) const {
    const auto ledger = Ledger::open({.data = path("data")});
    apply_all(*ledger, Feed(kSeed).take(records), 100);
    ledger->close();
    return path("data");
  }
  // As a node on Kafka leaves it.
  Path followed(std::size_t records) const {
    const std::string deed = "follow 3 " + std::to_string(records) + " 100";
    EXPECT_EQ(do_in_child(deed, path("data")).exit_status, 0);
    return path("data");
  }
  BackupList backed_up(const Path& data) const {
    return back_up({.data = data, .to = path("backup")});
  }
  // Nothing while its writer has not come so far that there is something to back up.
  std::optional<BackupList> backed_up_if_written(const Path& data) const {
    try {
      return backed_up(data);
    } catch (const Failure& failure) {
      const bool too_early = failure.message.find("holds no ledger") != std::string::npos ||
                             failure.message.find("nothing to back up") != std::string::npos;
      if (!too_early) ADD_FAILURE() << failure.message;
      return std::nullopt;
    }
  }
  BackupList restored() const { return restore({.from = path("backup"), .data = path("again")}); }
  std::string refused_restore() const {
    const std::string why = refusal([this] { restored(); });
    EXPECT_FALSE(std::filesystem::exists(path("again")));
    return why;
  }

 private:
  ShortLivedDirectory place_{memory_place()};
};

TEST_F(Backup, OfAnEmbeddedLogGivesTheSameLedgerAgain) {
  const Path data = ledger(1'500);
  const auto before = tree(data);
  const BackupList made = backed_up(data);
  EXPECT_EQ(made.log, "");
  EXPECT_EQ(tree(data), before);
  EXPECT_EQ(text_of(restored().partitions), text_of(made.partitions));
  EXPECT_TRUE(verify({.data = path("again"), .progress = {}}).passed);
  const auto one = Ledger::open({.data = data});
  const auto other = Ledger::open({.data = path("again")});
  EXPECT_EQ(text_of(one->digests()), text_of(made.partitions));
  Feed feed(kSeed);
  feed.take(1'500);
  const auto more = feed.take(300);
  EXPECT_EQ(apply_all(*one, more, 100), apply_all(*other, more, 100));
  EXPECT_EQ(text_of(one->digests()), text_of(other->digests()));
}

TEST_F(Backup, IsNotChangedByWhatBecomesOfTheLedgerOrOfARestoredOne) {
  const Path data = ledger(1'000);
  backed_up(data);
  const auto before = tree(path("backup"));
  restored();
  for (const Path& changed : {data, path("again")}) {
    Feed feed(kSeed);
    feed.take(1'000);
    for (int times = 0; times < 20; ++times) {
      const auto ledger = Ledger::open({.data = changed});
      apply_all(*ledger, feed.take(100), 100);
      ledger->close();
    }
  }
  std::filesystem::remove_all(data);
  EXPECT_EQ(tree(path("backup")), before);
}

TEST_F(Backup, OfALogThatWasNotClosedHoldsItsTail) {
  const Path data = ledger(500);
  ASSERT_EQ(do_in_child("apply 3 500 300", data).exit_status, 0);
  backed_up(data);
  restored();
  const auto one = Ledger::open({.data = data, .mode = LedgerOptions::Mode::kReadOnly});
  const auto other = Ledger::open({.data = path("again")});
  EXPECT_EQ(text_of(one->digests()), text_of(other->digests()));
}

TEST_F(Backup, OfALogWithoutStateIsTheLogAlone) {
  const Path data = ledger(500);
  const std::string digests = text_of(backed_up(data).partitions);
  std::filesystem::remove_all(path("backup"));
  std::filesystem::remove_all(data / "state");
  EXPECT_TRUE(backed_up(data).partitions.empty());
  EXPECT_FALSE(std::filesystem::exists(path("backup") / "outcomes"));
  restored();
  EXPECT_EQ(text_of(Ledger::open({.data = path("again")})->digests()), digests);
}

TEST_F(Backup, OfAnEmbeddedLogWaitsForItsWriter) {
  const Path data = ledger(100);
  const auto writer = Ledger::open({.data = data});
  const std::string why = refusal([&] { backed_up(data); });
  expect_words(why, {"another process has it open", "stop it"});
  EXPECT_FALSE(std::filesystem::exists(path("backup")));
}

// With merging all the time: a checkpoint every few dozen records.
TEST_F(Backup, IsTakenWhileAProcessWritesTheStores) {
  constexpr std::size_t kRecords = 40'000;
  std::atomic<bool> ended = false;
  std::thread writer([&] {
    EXPECT_EQ(do_in_child("follow 3 40000 40", path("data")).exit_status, 0);
    ended = true;
  });
  std::vector<BackupList> taken;
  while (!ended) {
    if (const auto made = backed_up_if_written(path("data"))) {
      EXPECT_EQ(made->log, "kafka a-cluster a.events");
      EXPECT_EQ(text_of(restored().partitions), text_of(made->partitions));
      taken.push_back(*made);
    }
    std::filesystem::remove_all(path("backup"));
    std::filesystem::remove_all(path("again"));
  }
  writer.join();
  MemoryLog log;
  for (const LedgerInput& input : Feed(kSeed).take(kRecords)) log.add(input);
  std::size_t halfway = 0;
  for (const BackupList& made : taken) {
    EXPECT_EQ(replayed(log, made.partitions), text_of(made.partitions));
    halfway += made.partitions[0].position < log.end_offset(0) ? 1 : 0;
  }
  EXPECT_GE(halfway, 3U) << "of " << taken.size();
  const Path first_table = path("data") / taken.front().files.front().path;
  EXPECT_FALSE(std::filesystem::exists(first_table)) << "nothing was merged meanwhile";
}

TEST_F(Backup, RestoresWhatBelongsToALogElsewhere) {
  const Path data = followed(800);
  backed_up(data);
  restored();
  EXPECT_EQ(bytes_of(path("again") / "LOG"), bytes_of(data / "LOG"));
  EXPECT_EQ(bytes_of(path("again") / "VERSION"), bytes_of(data / "VERSION"));
  EXPECT_FALSE(std::filesystem::exists(path("again") / "log"));
}

TEST_F(Backup, LinksTablesOnTheSameFileSystemAndCopiesThemToAnother) {
  const Path data = followed(800);
  const ShortLivedDirectory elsewhere("/var/tmp");  // on a disk, whatever TMPDIR says
  back_up({.data = data, .to = elsewhere.path() / "backup"});
  backed_up(data);
  const auto tables = files_with(path("backup") / "state", ".sst");
  ASSERT_FALSE(tables.empty());
  for (const Path& table : tables) {
    EXPECT_TRUE(std::filesystem::equivalent(table, data / "state" / table.filename()));
    const Path copy = elsewhere.path() / "backup" / "state" / table.filename();
    EXPECT_FALSE(std::filesystem::equivalent(table, copy)) << "the test needs two file systems";
    EXPECT_EQ(bytes_of(copy), bytes_of(table));
  }
  EXPECT_EQ(bytes_of(elsewhere.path() / "backup" / "BACKUP"), bytes_of(path("backup") / "BACKUP"));
  restore({.from = elsewhere.path() / "backup", .data = path("again")});
  const auto copies = files_with(path("again") / "state", ".sst");
  for (const Path& copy : copies) EXPECT_EQ(std::filesystem::hard_link_count(copy), 1U);
}

TEST_F(Backup, GoesToANewOrEmptyFolderOutsideOfTheLedgerAlone) {
  const Path data = ledger(100);
  std::filesystem::create_directories(path("full"));
  put_bytes(path("full") / "letter.txt", "dear");
  put_bytes(path("file"), "text");
  std::filesystem::create_directory_symlink(data, path("alias"));
  const std::tuple<Path, std::string> cases[] = {
      {path("full"), "is not empty"},
      {path("file"), "is not a directory"},
      {data, "lies in the data directory"},
      {data / "state" / "backup", "lies in the data directory"},
      {path("alias") / "backup", "lies in the data directory"},
  };
  const auto before = tree(data);
  for (const auto& [to, words] : cases) {
    expect_words(refusal([&, where = to] { back_up({.data = data, .to = where}); }), {words});
  }
  EXPECT_EQ(tree(data), before);
  EXPECT_EQ(tree(path("full")).size(), 1U);
  std::filesystem::create_directories(path("backup"));
  backed_up(data);
  restored();
}

TEST_F(Backup, IsRefusedWhereThereIsNothingToBackUp) {
  expect_words(refusal([this] { backed_up(path("nowhere")); }), {"nowhere", "holds no ledger"});
  const Path data = path("data");
  open_directory(data, LedgerOptions::Mode::kReadWrite);
  bind_directory(data, "kafka a-cluster a.events", true);
  expect_words(refusal([&] { backed_up(data); }), {data.string(), "nothing to back up"});
  begin_import(data);
  expect_words(refusal([&] { backed_up(data); }), {"import"});
  EXPECT_FALSE(std::filesystem::exists(path("backup")));
}

TEST_F(Backup, OfAStateThatDoesNotAddUpIsNotMade) {
  const Path data = followed(800);
  // All of them: which are still in use is for the store to say.
  for (const Path& table : files_with(data / "state", ".sst")) {
    std::string bytes = bytes_of(table);
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
    put_bytes(table, bytes);
  }
  expect_words(refusal([&] { backed_up(data); }), {".sst"});
  EXPECT_FALSE(std::filesystem::exists(path("backup")));
}

TEST_F(Backup, WithLinesThatAreBehindTheStateIsNotMade) {
  const Path data = followed(800);
  std::filesystem::rename(data / "outcomes", path("older"));
  std::filesystem::rename(data, path("newer"));
  followed(400);
  std::filesystem::remove_all(path("newer") / "outcomes");
  std::filesystem::rename(path("data") / "outcomes", path("newer") / "outcomes");
  expect_words(refusal([&] { backed_up(path("newer")); }), {"outcomes", "last record"});
  EXPECT_FALSE(std::filesystem::exists(path("backup")));
}

// Wherever it is cut off: given up, or killed.
TEST_F(Backup, ThatWasCutOffIsNone) {
  const Path data = ledger(400);
  struct GivenUp {};
  int reports = 0;
  for (bool done = false; !done;) {
    int left = ++reports;
    try {
      back_up({.data = data, .to = path("backup"), .progress = [&](std::uint64_t, std::uint64_t) {
                 if (--left == 0) throw GivenUp{};
               }});
      done = true;
    } catch (const GivenUp&) {
      EXPECT_FALSE(std::filesystem::exists(path("backup"))) << reports;
    }
  }
  EXPECT_GT(reports, 10);
  restored();
  for (int after = 1; after < reports; after += 5) {
    const Path to = path("killed-" + std::to_string(after));
    const std::string deed = "backup " + to.string() + " " + std::to_string(after);
    ASSERT_EQ(do_in_child(deed, data).exit_status, 0);
    ASSERT_TRUE(std::filesystem::exists(to));
    expect_words(refusal([&] { restore({.from = to, .data = path("other")}); }),
                 {to.string(), "no backup", "BACKUP"});
    expect_words(refusal([&] { back_up({.data = data, .to = to}); }), {"not empty", "cut off"});
  }
  EXPECT_FALSE(std::filesystem::exists(path("other")));
}

TEST_F(Backup, ThatWasRestoredHalfIsNoLedger) {
  backed_up(ledger(400));
  struct GivenUp {};
  int reports = 0;
  for (bool done = false; !done;) {
    int left = ++reports;
    const auto progress = [&](std::uint64_t, std::uint64_t) {
      EXPECT_FALSE(std::filesystem::exists(path("again") / "VERSION"));
      if (--left == 0) throw GivenUp{};
    };
    try {
      restore({.from = path("backup"), .data = path("again"), .progress = progress});
      done = true;
    } catch (const GivenUp&) {
      EXPECT_FALSE(std::filesystem::exists(path("again"))) << reports;
    }
  }
  EXPECT_GT(reports, 10);
}

TEST_F(Backup, IsNotRestoredOverAnythingThatIsThere) {
  backed_up(ledger(100));
  for (const bool empty : {true, false}) {
    std::filesystem::create_directories(path("there"));
    if (!empty) put_bytes(path("there") / "letter.txt", "dear");
    const std::string why =
        refusal([&] { restore({.from = path("backup"), .data = path("there")}); });
    expect_words(why, {path("there").string(), "exists already"});
    EXPECT_EQ(tree(path("there")).size(), empty ? 0U : 1U);
  }
}

// Each file, a byte of it changed, cut short, or all of it gone.
TEST_F(Backup, NamesTheFileThatIsDamagedOrMissing) {
  const BackupList made = backed_up(ledger(400));
  for (const BackupList::File& file : made.files) {
    const Path place = path("backup") / file.path;
    const std::string bytes = bytes_of(place);
    const Path link = path("its-bytes");
    std::filesystem::rename(place, link);
    expect_words(refused_restore(), {place.string(), "is missing"});
    for (std::size_t step = 0; step < 3 && !bytes.empty(); ++step) {
      std::string other = bytes;
      other[std::min(bytes.size() - 1, bytes.size() * step / 2)] ^= 4;
      put_bytes(place, other);
      expect_words(refused_restore(), {place.string(), "is damaged"});
    }
    put_bytes(place, bytes + "x");
    expect_words(refused_restore(), {place.string(), "bytes, not"});
    std::filesystem::rename(link, place);
  }
  restored();
}

TEST_F(Backup, IsNoneWithAFileBackupThatIsNotAsItWasWritten) {
  backed_up(followed(300));
  const Path place = path("backup") / "BACKUP";
  const std::string bytes = bytes_of(place);
  for (std::size_t at = bytes.find('\n') + 1; at < bytes.size(); ++at) {
    std::string other = bytes;
    other[at] ^= 1;
    put_bytes(place, other);
    expect_words(refused_restore(), {place.string(), "is damaged"});
    put_bytes(place, bytes.substr(0, at));
    expect_words(refused_restore(), {place.string(), "is damaged"});
  }
  put_bytes(place, "nemo-ledger backup 3\nlog embedded\n");
  expect_words(refused_restore(), {place.string(), "another version", "nemo-ledger backup 3"});
  std::filesystem::remove(place);
  expect_words(refused_restore(), {path("backup").string(), "no backup"});
}

// Whoever can write the sums can write anything, but nothing outside of the new directory.
TEST_F(Backup, WhoseListIsWrongThoughItsSumsAreRightIsRefused) {
  const BackupList made = backed_up(followed(300));
  const std::function<void(BackupList&)> cases[] = {
      [](BackupList& list) { list.files.front().path = "../escaped"; },
      [](BackupList& list) { list.files.front().path = "state/../../escaped"; },
      [](BackupList& list) { list.files.front().path = "/tmp/escaped"; },
      [](BackupList& list) { list.files.front().path = "data-keys/.."; },
      [](BackupList& list) { list.files.front().path = "data-keys/../escaped"; },
      [](BackupList& list) { list.files.front().path = "tls/loopback.key"; },
      [](BackupList& list) { list.files.front().path = "stripe"; },
      [](BackupList& list) { list.partitions.back().digest += 1; },
      [](BackupList& list) { list.partitions.back().position += 1; },
      [](BackupList& list) { list.partitions.pop_back(); },
      [](BackupList& list) { list.files.erase(list.files.begin()); },
  };
  for (const auto& spoil : cases) {
    BackupList list = made;
    spoil(list);
    write_backup_list(path("backup"), list);
    refused_restore();
  }
  write_backup_list(path("backup"), made);
  restored();
}

}  // namespace
}  // namespace nemo
