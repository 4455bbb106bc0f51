// What opening a directory does, changes and refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/runner/replay.h"
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
    Offset lines = 0;
    ledger->each_outcome({0, 0}, [&](std::span<const Outcome>) { return ++lines > 0; });
    EXPECT_EQ(lines, ledger->log().end_offset(0));
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
      Offset lines = 0;
      ledger->each_outcome({partition, 0}, [&](std::span<const Outcome>) { return ++lines > 0; });
      EXPECT_EQ(lines, ledger->log().end_offset(partition)) << removed.front();
    }
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
    Offset lines = 0;
    ledger->each_outcome({partition, 0}, [&](std::span<const Outcome>) { return ++lines > 0; });
    EXPECT_EQ(lines, ledger->log().end_offset(partition));
  }
  EXPECT_TRUE(files_with(data / "state", ".tmp").empty());
}

}  // namespace
}  // namespace nemo
