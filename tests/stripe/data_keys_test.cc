#include "adapters/stripe/data_keys.h"

#include <sys/stat.h>

#include <set>
#include <thread>
#include <vector>

#include "tests/stripe/folder.h"
#include "tests/stripe/masters.h"

namespace nemo::stripe {
namespace {

const OrgId kAcme("acme");

struct DataKeysTest : testing::Test {
  std::filesystem::path file() const { return place / "acme.key"; }

  Folder folder;
  std::filesystem::path place = folder.path() / "data-keys";
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

TEST_F(DataKeysTest, AreMadeOnceAndKept) {
  DataKeys first(place, masters({"one"}));
  EXPECT_EQ(first.find(kAcme), nullptr);
  EXPECT_FALSE(std::filesystem::exists(file()));
  const auto key = first.of(kAcme);
  EXPECT_EQ(first.of(kAcme), key);
  EXPECT_EQ(key->id.value.size(), 16u);
  DataKeys again(place, masters({"one"}));
  EXPECT_EQ(again.of(kAcme)->id, key->id);
  EXPECT_EQ(again.of(kAcme)->bytes.bytes, key->bytes.bytes);
  EXPECT_EQ(again.find(OrgId("bolt")), nullptr);
}

TEST_F(DataKeysTest, AreTheirOwnersAloneAndNeverInPlainText) {
  DataKeys keys(place, masters({"one"}));
  const auto key = keys.of(kAcme);
  EXPECT_EQ(mode_of(place), 0700u);
  EXPECT_EQ(mode_of(file()), 0600u);
  EXPECT_EQ(bytes_of(file()).find(key->bytes.view().substr(0, 8)), std::string::npos);
}

TEST_F(DataKeysTest, HaveFilesOfTheirOwnWhateverTheIdIs) {
  DataKeys keys(place, masters({"one"}));
  std::set<std::string> ids;
  const std::vector<std::string> orgs = {
      ".", "..", "a", "A", "a.key", "a.key.tmp", "-", ":", std::string(64, 'x')};
  for (const std::string& org : orgs) ids.insert(keys.of(OrgId(org))->id.value);
  EXPECT_EQ(ids.size(), orgs.size());
  for (const std::string& org : orgs) keys.erase(OrgId(org));
  EXPECT_TRUE(std::filesystem::is_empty(place));
}

TEST_F(DataKeysTest, OfAFormerMasterKeyAreOpenedAndWrappedAnew) {
  const std::string id = DataKeys(place, masters({"one"})).of(kAcme)->id.value;
  const std::string before = bytes_of(file());
  EXPECT_EQ(DataKeys(place, masters({"two", "one"})).of(kAcme)->id.value, id);
  EXPECT_NE(bytes_of(file()), before);
  EXPECT_EQ(DataKeys(place, masters({"two"})).find(kAcme)->id.value, id);
  EXPECT_EQ(mode_of(file()), 0600u);
}

TEST_F(DataKeysTest, ThatAreOnlyReadChangeNothing) {
  constexpr auto kReadOnly = DataKeys::Access::kReadOnly;
  EXPECT_EQ(DataKeys(place, masters({"one"}), kReadOnly).find(kAcme), nullptr);
  EXPECT_FALSE(std::filesystem::exists(place));
  const std::string id = DataKeys(place, masters({"one"})).of(kAcme)->id.value;
  const std::string before = bytes_of(file());
  EXPECT_EQ(DataKeys(place, masters({"two", "one"}), kReadOnly).find(kAcme)->id.value, id);
  EXPECT_EQ(bytes_of(file()), before);
}

TEST_F(DataKeysTest, AreAllWrappedAnewAtOnce) {
  for (const char* org : {"a", "b", ".."}) DataKeys(place, masters({"one"})).of(OrgId(org));
  DataKeys(place, masters({"two"})).of(OrgId("d"));
  folder.file("data-keys/e.key.tmp", "left behind");
  EXPECT_EQ(DataKeys(place, masters({"two", "one"})).rewrap_all(), 3u);
  DataKeys without(place, masters({"two"}));
  EXPECT_EQ(without.rewrap_all(), 0u);
  for (const char* org : {"a", "b", "..", "d"}) EXPECT_NE(without.find(OrgId(org)), nullptr) << org;
}

TEST_F(DataKeysTest, OfAMasterKeyThatIsNotThereSaySo) {
  DataKeys(place, masters({"one"})).of(kAcme);
  const std::string before = bytes_of(file());
  DataKeys keys(place, masters({"two"}));
  const std::string said = said_by<FileUnusable>([&] { keys.of(kAcme); });
  EXPECT_TRUE(said.starts_with(file().string() + ": ")) << said;
  EXPECT_NE(said.find("master key one, which is not in the list; add it"), said.npos) << said;
  EXPECT_EQ(bytes_of(file()), before);
}

// Never answered by making another key: that would look like an erasure.
TEST_F(DataKeysTest, OfADamagedFileAreRefused) {
  DataKeys(place, masters({"one"})).of(kAcme);
  const std::string whole = bytes_of(file());
  std::vector<std::string> rows = {"", "x", whole + "x", std::string(100'000, 'x')};
  for (std::size_t i = 0; i < whole.size(); ++i) {
    rows.push_back(whole.substr(0, i));
    for (int bit = 0; bit < 8; ++bit) {
      rows.push_back(whole);
      rows.back()[i] = static_cast<char>(whole[i] ^ (1 << bit));
    }
  }
  DataKeys keys(place, masters({"one"}));
  for (const std::string& row : rows) {
    folder.file("data-keys/acme.key", row);
    for (const auto& said : {said_by<FileUnusable>([&] { keys.of(kAcme); }),
                             said_by<FileUnusable>([&] { keys.find(kAcme); })}) {
      EXPECT_TRUE(said.starts_with(file().string() + ": ")) << said;
      EXPECT_TRUE(said.find("put it back from a backup") != said.npos ||
                  said.find("not in the list") != said.npos)
          << said;
    }
  }
  EXPECT_EQ(bytes_of(file()), rows.back());
}

TEST_F(DataKeysTest, OfAnotherOrganizationAreRefused) {
  DataKeys keys(place, masters({"one"}));
  keys.of(kAcme);
  std::filesystem::copy_file(file(), place / "bolt.key");
  const std::string said = said_by<FileUnusable>([&] { keys.of(OrgId("bolt")); });
  EXPECT_NE(said.find("of another organization"), said.npos) << said;
}

TEST_F(DataKeysTest, AreErasedWithWhatAnInterruptedWriteLeft) {
  DataKeys keys(place, masters({"one"}));
  const auto key = keys.of(kAcme);
  folder.file("data-keys/acme.key.tmp", bytes_of(file()));
  keys.erase(kAcme);
  EXPECT_TRUE(std::filesystem::is_empty(place));
  EXPECT_EQ(keys.find(kAcme), nullptr);
  keys.erase(kAcme);
  EXPECT_NE(keys.of(kAcme)->id, key->id);
}

TEST_F(DataKeysTest, InAPlaceThatCannotBeWrittenSaySo) {
  folder.file("data-keys", "a file");
  const std::string said = said_by<FileUnusable>([&] { DataKeys(place, masters({"one"})); });
  EXPECT_TRUE(said.starts_with(place.string() + ": no folder")) << said;
  place = folder.path() / "none" / "data-keys";
  EXPECT_NE(said_by<FileUnusable>([&] { DataKeys(place, masters({"one"})); }).find("No such file"),
            std::string::npos);
}

TEST_F(DataKeysTest, AreOneHoweverManyThreadsAskFirst) {
  constexpr int kThreads = 8, kOrganizations = 40;
  DataKeys keys(place, masters({"one"}));
  std::vector<std::vector<std::string>> ids(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int org = 0; org < kOrganizations; ++org) {
        ids[i].push_back(keys.of(OrgId("org-" + std::to_string(org)))->id.value);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& seen : ids) EXPECT_EQ(seen, ids.front());
  DataKeys again(place, masters({"one"}));
  for (int org = 0; org < kOrganizations; ++org) {
    EXPECT_EQ(again.find(OrgId("org-" + std::to_string(org)))->id.value, ids.front()[org]);
  }
}

}  // namespace
}  // namespace nemo::stripe
