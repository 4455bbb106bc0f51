// A backup holds what a serving node keeps beside its state, and a restored node goes on with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <sstream>
#include <thread>

#include "adapters/daemon/backup.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/durable_files.h"
#include "adapters/stripe/sealing.h"
#include "adapters/webhooks/delivery_store.h"
#include "events/wire/sha256.h"
#include "tests/daemon/child.h"
#include "tests/embedded_log/situations.h"
#include "tests/stripe/masters.h"

namespace nemo {
namespace {

using Path = std::filesystem::path;
using Folders = std::vector<std::string>;

const OrgId kAcme("acme");
constexpr std::string_view kBody = R"({"id":"evt_1","object":"event"})";

class BackupFolders : public testing::Test {
 protected:
  void SetUp() override {
    EXPECT_EQ(do_in_child("follow 3 400 100", data()).exit_status, 0);
    std::filesystem::create_directory(data() / kStripeFolder);
    write_durably(data() / kStripeFolder / "told", "7\n");
    write_durably(data() / kStripeFolder / "asked", "events evt_7\ntransactions 1767225600\n");
  }

  Path path(const std::string& name) const { return place_.path() / name; }
  Path data() const { return path("data"); }
  Path again() const { return path("again"); }

  static stripe::DataKeys keys_in(const Path& data) {
    return {data / kDataKeysFolder, stripe::masters({"master"})};
  }
  static webhooks::DeliveryStore deliveries_in(const Path& data) {
    return webhooks::DeliveryStore(data / kWebhooksFolder);
  }
  static stripe::Sealed sealed(stripe::DataKeys& keys, const OrgId& org_id) {
    return stripe::seal(keys, org_id, kBody, "evt_1");
  }
  static std::string opened(stripe::DataKeys& keys, const OrgId& org_id,
                            const stripe::Sealed& sealed) {
    const auto result = stripe::open(keys, org_id, sealed, "evt_1");
    if (const auto* fault = std::get_if<stripe::OpenFault>(&result)) {
      return std::string(stripe::name_of(*fault));
    }
    return std::get<std::string>(result);
  }

  BackupList backed_up() const { return back_up({.data = data(), .to = path("backup")}); }
  void restored() const { restore({.from = path("backup"), .data = again()}); }

 private:
  ShortLivedDirectory place_{memory_place()};
};

webhooks::Delivery delivery(Offset offset, std::size_t bytes) {
  webhooks::Delivery delivery;
  delivery.key = {kAcme, {0, offset}, 0};
  delivery.body = std::string(bytes, static_cast<char>('a' + offset % 26));
  return delivery;
}

std::filesystem::perms rights(const Path& place) {
  return std::filesystem::status(place).permissions() & std::filesystem::perms::mask;
}

// In the order in which they come to be there.
Folders order_of(const BackupOptions& options) {
  Folders order;
  BackupOptions watched = options;
  watched.progress = [&](std::uint64_t, std::uint64_t) {
    for (const auto& entry : std::filesystem::directory_iterator(options.to)) {
      const std::string name = entry.path().filename();
      const bool is_known = std::find(order.begin(), order.end(), name) != order.end();
      if (entry.is_directory() && !is_known) order.push_back(name);
    }
  };
  back_up(watched);
  return order;
}

// Ids of organizations are names of files here.
TEST_F(BackupFolders, WhatWasSealedIsOpenedWithTheKeysThatAreInIt) {
  std::map<OrgId, stripe::Sealed> kept;
  {
    auto keys = keys_in(data());
    for (const char* org_id : {"acme", "..", ".hidden", "a:b_c-d", "tmp", "x.tmp"}) {
      kept[OrgId(org_id)] = sealed(keys, OrgId(org_id));
    }
  }
  backed_up();
  std::filesystem::remove_all(data());
  restored();
  auto keys = keys_in(again());
  for (const auto& [org_id, one] : kept)
    EXPECT_EQ(opened(keys, org_id, one), kBody) << org_id.view();
}

TEST_F(BackupFolders, KeysAreTheirOwnersAloneWhateverTheBackupWentThrough) {
  constexpr auto kFile = static_cast<std::filesystem::perms>(0600);
  constexpr auto kFolder = static_cast<std::filesystem::perms>(0700);
  { keys_in(data()).of(kAcme); }
  backed_up();
  const Path folder = path("backup") / kDataKeysFolder;
  EXPECT_EQ(rights(folder), kFolder);
  EXPECT_EQ(rights(folder / "acme.key"), kFile);
  std::filesystem::permissions(folder, std::filesystem::perms::all);
  std::filesystem::permissions(folder / "acme.key", std::filesystem::perms::all);
  restored();
  EXPECT_EQ(rights(again() / kDataKeysFolder), kFolder);
  EXPECT_EQ(rights(again() / kDataKeysFolder / "acme.key"), kFile);
}

TEST_F(BackupFolders, CursorsAndWhatIsOwedGoOnWhereTheyWere) {
  {
    auto deliveries = deliveries_in(data());
    deliveries.add({delivery(0, 10), delivery(1, 20)}, {{0, 2}, {3, 17}});
    deliveries.note({{3, 18}});
    backed_up();
  }
  restored();
  auto deliveries = deliveries_in(again());
  EXPECT_EQ(deliveries.cursors(), (webhooks::Cursors{{0, 2}, {3, 18}}));
  EXPECT_EQ(deliveries.find(delivery(1, 20).key), delivery(1, 20));
  for (const char* file : {"asked", "told"}) {
    EXPECT_EQ(bytes_of(again() / kStripeFolder / file), bytes_of(data() / kStripeFolder / file));
  }
}

TEST_F(BackupFolders, CursorsAreCopiedBeforeTheStateAndKeysBehindIt) {
  { keys_in(data()).of(kAcme); }
  { deliveries_in(data()).note({{0, 2}}); }
  EXPECT_EQ(order_of({.data = data(), .to = path("backup")}),
            (Folders{"webhooks", "stripe", "state", "outcomes", "data-keys"}));
}

TEST_F(BackupFolders, WhatANodeMakesAnewAndWhatIsNotItsOwnIsLeftOut) {
  { keys_in(data()).of(kAcme); }
  { deliveries_in(data()).note({{0, 2}}); }
  std::filesystem::create_directories(data() / kCertificateFolder);
  put_bytes(data() / kCertificateFolder / "loopback.key", "secret");
  put_bytes(data() / "master.key", "secret");
  put_bytes(data() / kDataKeysFolder / "acme.key.tmp", "half of it");
  put_bytes(data() / kStripeFolder / "my notes", "dear");
  std::filesystem::create_directory(data() / kStripeFolder / "folder");
  for (const BackupList::File& file : backed_up().files) {
    EXPECT_EQ(file.path.find("LOCK"), std::string::npos) << file.path;
  }
  restored();
  Folders names;
  for (const auto& entry : std::filesystem::directory_iterator(again())) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names,
            (Folders{"LOG", "VERSION", "data-keys", "outcomes", "state", "stripe", "webhooks"}));
  EXPECT_EQ(files_with(again() / kDataKeysFolder, "").size(), 1U);
  EXPECT_EQ(files_with(again() / kStripeFolder, "").size(), 2U);
}

TEST_F(BackupFolders, OfTheFirstVersionHoldLogAndStoresAndAreRestored) {
  backed_up();
  const Path list = path("backup") / "BACKUP";
  std::string text = "nemo-ledger backup 1\n";
  std::istringstream lines(bytes_of(list));
  std::string line;
  for (std::getline(lines, line); std::getline(lines, line);) {
    const bool is_new = line.find("file stripe/") == 0 || line.find("sum ") == 0;
    if (!is_new) text += line + "\n";
  }
  put_bytes(list, text + "sum " + sha256_hex_of(text) + "\n");
  std::filesystem::remove_all(path("backup") / kStripeFolder);
  restored();
  EXPECT_TRUE(std::filesystem::exists(again() / "state" / "CURRENT"));
  EXPECT_FALSE(std::filesystem::exists(again() / kStripeFolder));
}

TEST_F(BackupFolders, DeliveriesThatCannotBeReadAreTold) {
  { deliveries_in(data()).add({delivery(0, 10)}, {{0, 1}}); }
  for (const Path& list : files_with(data() / kWebhooksFolder, "MANIFEST")) put_bytes(list, "?");
  try {
    backed_up();
    ADD_FAILURE() << "it was made";
  } catch (const Failure& failure) {
    EXPECT_NE(failure.message.find((data() / kWebhooksFolder).string()), std::string::npos);
    EXPECT_NE(failure.message.find("move the folder away"), std::string::npos) << failure.message;
  }
  EXPECT_FALSE(std::filesystem::exists(path("backup")));
}

// A node that is told of alerts for a while: memory is flushed every few dozen deliveries.
class Busy {
 public:
  static constexpr Offset kDeliveries = 250;
  static constexpr std::size_t kBytes = 100'000;

  explicit Busy(const Path& data) : data_(data), thread_([this] { work(); }) {}
  ~Busy() { thread_.join(); }
  Offset done() const { return done_; }

 private:
  void work() {
    webhooks::DeliveryStore deliveries(data_ / kWebhooksFolder);
    stripe::DataKeys keys(data_ / kDataKeysFolder, stripe::masters({"master"}));
    for (Offset next = 0; next < kDeliveries; ++next) {
      keys.of(OrgId("org-" + std::to_string(next)));
      deliveries.add({delivery(next, kBytes)}, {{0, next + 1}});
      write_durably(data_ / kStripeFolder / "told", std::to_string(next + 1) + "\n");
      done_ = next + 1;
      std::this_thread::sleep_for(std::chrono::milliseconds(4));
    }
  }

  Path data_;
  std::atomic<Offset> done_ = 0;
  std::thread thread_;
};

TEST_F(BackupFolders, AreWholeAndNotOlderThanTheBackupWhileANodeWritesThem) {
  write_durably(data() / kStripeFolder / "told", "0\n");
  const Busy busy(data());
  for (Offset before = 0; before < Busy::kDeliveries;) {
    before = busy.done();
    backed_up();
    const Offset told = std::stoll(bytes_of(path("backup") / kStripeFolder / "told"));
    EXPECT_GE(told, before);
    auto deliveries = deliveries_in(path("backup"));
    const webhooks::Cursors cursors = deliveries.cursors();
    const Offset cursor = cursors.empty() ? 0 : cursors.at(0);
    EXPECT_GE(cursor, before);
    for (Offset i = 0; i < cursor; ++i) {
      ASSERT_EQ(deliveries.find(delivery(i, 0).key), delivery(i, Busy::kBytes)) << i;
    }
    auto keys = keys_in(path("backup"));
    for (Offset i = 0; i < told; ++i) {
      ASSERT_NE(keys.find(OrgId("org-" + std::to_string(i))), nullptr) << i;
    }
    std::filesystem::remove_all(path("backup"));
  }
}

}  // namespace
}  // namespace nemo
