// What opening a directory does, changes and refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/log_reader.h"
#include "adapters/daemon/verify.h"
#include "engine/runner/replay.h"
#include "engine/store/checkpoint_db.h"
#include "tests/daemon/child.h"
#include "tests/daemon/feed.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

constexpr auto kReadOnly = LedgerOptions::Mode::kReadOnly;
constexpr auto kReadWrite = LedgerOptions::Mode::kReadWrite;
using Path = std::filesystem::path;

std::map<std::string, std::string> tree(const Path& data) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    files[entry.path()] = entry.is_regular_file() ? bytes_of(entry.path()) : "a folder";
  }
  return files;
}

std::vector<std::string> digests_of(const Path& data, LedgerOptions::Mode mode) {
  const auto ledger = Ledger::open({.data = data, .mode = mode});
  std::vector<std::string> digests;
  for (const PartitionDigest& d : ledger->digests()) {
    digests.push_back(std::to_string(d.position) + " " + format_digest(d.digest));
  }
  return digests;
}

void make_ledger(const Path& data, std::uint64_t seed, std::size_t records) {
  const auto ledger = Ledger::open({.data = data});
  apply_all(*ledger, Feed(seed).take(records), 100);
  ledger->close();
}

// How many records of a partition have stored lines.
Offset records_with_lines(Ledger& ledger, PartitionId partition) {
  Offset records = 0;
  ledger.each_outcome({partition, 0}, [&](std::span<const Outcome>) { return ++records > 0; });
  return records;
}

Failure refusal(const Path& data, LedgerOptions::Mode mode) {
  try {
    Ledger::open({.data = data, .mode = mode});
  } catch (const Failure& failure) {
    return failure;
  }
  ADD_FAILURE() << "it was opened";
  return {0, ""};
}

void expect_refusal(const Failure& failure, const std::vector<std::string>& words) {
  EXPECT_EQ(failure.exit_status, 3);
  for (const std::string& word : words) {
    EXPECT_NE(failure.message.find(word), std::string::npos) << word << " in: " << failure.message;
  }
  EXPECT_NE(failure.message.find(';'), std::string::npos) << "no fix in: " << failure.message;
}

TEST(Opening, RefusesWhatIsNoLedgerOfThisVersion) {
  const ShortLivedDirectory place(memory_place());
  for (const auto mode : {kReadOnly, kReadWrite}) {
    const Path other = place.path() / "other";
    std::filesystem::create_directories(other);
    put_bytes(other / "VERSION", "nemo-ledger 2\n");
    expect_refusal(refusal(other, mode), {"VERSION", "nemo-ledger 2", "version"});

    const Path file = place.path() / "file";
    put_bytes(file, "text");
    expect_refusal(refusal(file, mode), {file.string(), "directory"});

    const Path strange = place.path() / "strange";
    std::filesystem::create_directories(strange);
    put_bytes(strange / "letter.txt", "dear");
    expect_refusal(refusal(strange, mode), {strange.string(), "ledger"});
    EXPECT_EQ(tree(strange).size(), 1U);
  }
  const Path missing = place.path() / "missing";
  expect_refusal(refusal(missing, kReadOnly), {missing.string(), "no ledger"});
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST(Opening, RefusesWhatAnImportBeganAndDidNotEnd) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 100);
  const auto before = tree(data);
  begin_import(data);
  for (const auto mode : {kReadOnly, kReadWrite}) {
    expect_refusal(refusal(data, mode), {data.string(), "import", "cut off", "remove"});
  }
  EXPECT_THROW(verify({.data = data, .progress = {}}), Failure);
  end_import(data);
  EXPECT_EQ(tree(data), before);
  Ledger::open({.data = data})->close();
}

TEST(Opening, RefusesADirectoryThatAnotherProcessHas) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  const auto ledger = Ledger::open({.data = data});
  const ChildResult result = do_in_child("open", data);
  expect_refusal({result.exit_status, result.message}, {data.string(), "process"});
}

TEST(Opening, ToReadChangesNoFileAndSeesTheTailAfterAnUncleanStop) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  const Path whole = place.path() / "whole";
  make_ledger(data, 3, 1'000);
  ASSERT_EQ(do_in_child("apply 3 1000 700", data).exit_status, 0);
  make_ledger(whole, 3, 1'700);
  const auto before = tree(data);
  EXPECT_EQ(digests_of(data, kReadOnly), digests_of(whole, kReadOnly));
  {
    const auto ledger = Ledger::open({.data = data, .mode = kReadOnly});
    EXPECT_EQ(records_with_lines(*ledger, 0), ledger->log().end_offset(0));
  }
  EXPECT_EQ(tree(data), before);
}

TEST(Opening, ToReadADirectoryWithoutRecordsMakesNoStores) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  Ledger::open({.data = data})->close();
  const auto before = tree(data);
  digests_of(data, kReadOnly);
  EXPECT_EQ(tree(data), before);
}

TEST(Opening, RebuildsWhicheverFolderBesideTheLogWasRemoved) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 1'500);
  const auto expected = digests_of(data, kReadOnly);
  for (const std::vector<std::string>& removed :
       {std::vector<std::string>{"state"}, {"outcomes"}, {"state", "outcomes"}}) {
    for (const std::string& folder : removed) std::filesystem::remove_all(data / folder);
    EXPECT_EQ(digests_of(data, kReadOnly), expected) << removed.front();
    EXPECT_EQ(digests_of(data, kReadWrite), expected) << removed.front();
    const auto ledger = Ledger::open({.data = data});
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      EXPECT_EQ(records_with_lines(*ledger, partition), ledger->log().end_offset(partition))
          << removed.front();
    }
  }
}

TEST(Opening, TakesAStoreWhoseMakingWasCutOffForNone) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 200);
  const auto expected = digests_of(data, kReadOnly);
  for (const std::string folder : {"state", "outcomes"}) {
    std::filesystem::remove_all(data / folder);
    std::filesystem::create_directories(data / folder);
    std::ofstream(data / folder / "LOCK");
    std::ofstream(data / folder / "MANIFEST-000001");
    EXPECT_EQ(digests_of(data, kReadOnly), expected) << folder;
    EXPECT_EQ(digests_of(data, kReadWrite), expected) << folder;
  }
}

TEST(Opening, ShortensTheManifestOfAStoreThatEndsInAHalfEntry) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 200);
  const auto expected = digests_of(data, kReadOnly);
  for (const std::string folder : {"state", "outcomes"}) {
    for (const auto& file : std::filesystem::directory_iterator(data / folder)) {
      if (file.path().filename().string().find("MANIFEST") == std::string::npos) continue;
      const std::string bytes = bytes_of(file);
      put_bytes(file, bytes + bytes.substr(0, 20) + std::string(600, '\0'));
    }
    EXPECT_EQ(digests_of(data, kReadWrite), expected) << folder;
    EXPECT_EQ(digests_of(data, kReadOnly), expected) << folder;
  }
}

// Of a copy from before, or of another ledger.
TEST(Opening, RebuildsOutcomesThatAreShorterThanTheState) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  const Path older = place.path() / "older";
  make_ledger(older, 3, 1'000);
  make_ledger(data, 3, 1'500);
  const auto expected = digests_of(data, kReadOnly);
  std::filesystem::remove_all(data / "outcomes");
  std::filesystem::copy(older / "outcomes", data / "outcomes");
  const auto before = tree(data);
  expect_refusal(refusal(data, kReadOnly), {"outcomes", "missing", "apply"});
  EXPECT_EQ(tree(data), before);
  EXPECT_EQ(digests_of(data, kReadWrite), expected);
  const auto ledger = Ledger::open({.data = data, .mode = kReadOnly});
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    EXPECT_EQ(records_with_lines(*ledger, partition), ledger->log().end_offset(partition));
  }
}

TEST(Opening, MissesTheLinesOfAnOnlyRecordToo) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 1);
  {
    RocksOutcomeStore outcomes(data / "outcomes", false);
    StateChanges changes;
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      changes.erase(partition, outcome_key(0));
    }
    outcomes.write(changes);
  }
  expect_refusal(refusal(data, kReadOnly), {"outcomes", "missing", "apply"});
}

TEST(Opening, SaysWhichLinesAreMissingBetweenOthers) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 1'000);
  {
    RocksOutcomeStore outcomes(data / "outcomes", false);
    StateChanges changes;
    changes.erase(0, outcome_key(2));
    outcomes.write(changes);
  }
  const auto ledger = Ledger::open({.data = data, .mode = kReadOnly});
  try {
    records_with_lines(*ledger, 0);
    FAIL() << "nothing was thrown";
  } catch (const Failure& failure) {
    expect_refusal(failure, {"0/2", "missing"});
  }
}

// A stop between the joining of a checkpoint's file and the removal of its first name.
TEST(Opening, LeavesAFileThatHasJoinedAloneThoughItsDraftsNameIsStillThere) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 1'000);
  for (const char* folder : {"state", "outcomes"}) {
    const Path file = files_with(data / folder, ".sst").front();
    for (int number = 0; number < 3; ++number) {
      const std::string draft = "checkpoint-" + std::to_string(number) + ".tmp";
      std::filesystem::create_hard_link(file, data / folder / draft);
    }
  }
  std::vector<std::string> expected;
  {
    const auto ledger = Ledger::open({.data = data});
    Feed feed(3);
    feed.take(1'000);
    apply_all(*ledger, feed.take(500), 100);
    ledger->close();
  }
  const Path whole = place.path() / "whole";
  make_ledger(whole, 3, 1'500);
  EXPECT_EQ(digests_of(data, kReadWrite), digests_of(whole, kReadOnly));
  const auto ledger = Ledger::open({.data = data});
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    EXPECT_EQ(records_with_lines(*ledger, partition), ledger->log().end_offset(partition));
  }
  EXPECT_TRUE(files_with(data / "state", ".tmp").empty());
}

TEST(Opening, SaysHowFarItCameAndGoesOnFromThereWhenItIsGivenUp) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 1'500);
  const auto expected = digests_of(data, kReadOnly);
  std::filesystem::remove_all(data / "state");
  std::vector<std::uint64_t> done;
  std::uint64_t records = 0;
  LedgerOptions options{.data = data, .batch_records = 16};
  struct GivenUp {};
  options.progress = [&](std::uint64_t so_far, std::uint64_t in_all) {
    records = in_all;
    done.push_back(so_far);
    if (done.size() == 2) throw GivenUp{};
  };
  EXPECT_THROW(Ledger::open(options), GivenUp);
  Ledger::open(options)->close();
  EXPECT_GT(done.size(), 4U);
  EXPECT_TRUE(std::is_sorted(done.begin() + 2, done.end()));
  EXPECT_EQ(done.back(), records);
  EXPECT_EQ(digests_of(data, kReadOnly), expected);
}

TEST(Opening, ReadsTheLogAloneWhateverTheStateIsLike) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 500);
  put_bytes(data / "state" / "CURRENT", "damaged");
  put_bytes(data / "outcomes" / "CURRENT", "damaged");
  expect_refusal(refusal(data, kReadOnly), {"state"});
  LogReader reader({.data = data});
  Offset records = 0;
  for (PartitionId i = 0; i < kPartitionCount; ++i) records += reader.log().end_offset(i);
  EXPECT_GE(records, 500);
}

TEST(Opening, RefusesALogThatIsNotTheOneTheStateWasReachedWith) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 500);
  make_ledger(place.path() / "other", 4, 900);
  std::filesystem::rename(data / "log", place.path() / "its-own");
  std::filesystem::rename(place.path() / "other" / "log", data / "log");
  expect_refusal(refusal(data, kReadWrite), {"is another than the one", "restore the log"});
  expect_refusal(refusal(data, kReadOnly), {"is another than the one"});
  std::filesystem::remove_all(data / "log");
  std::filesystem::rename(place.path() / "its-own", data / "log");
  digests_of(data, kReadWrite);
}

TEST(Opening, RefusesTheEmbeddedLogWhereTheDirectoryBelongsToAnother) {
  const ShortLivedDirectory place(memory_place());
  const Path data = place.path() / "data";
  make_ledger(data, 3, 50);
  EXPECT_THROW(bind_directory(data, "kafka c a.events", true), Failure);
  EXPECT_FALSE(std::filesystem::exists(data / "LOG"));
  std::filesystem::remove_all(data / "log");
  bind_directory(data, "kafka c a.events", true);
  bind_directory(data, "kafka c a.events", false);
  expect_refusal(refusal(data, kReadWrite), {"belongs to the log 'kafka c a.events'"});
  EXPECT_THROW(bind_directory(data, "kafka c b.events", true), Failure);
}

}  // namespace
}  // namespace nemo
