// kill -9 at the moments that could lose an alert or tell it twice: this program anew, since a
// forked copy would lack the threads that the stores have started.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <thread>

#include "tests/webhooks/world.h"

namespace nemo::webhooks {
namespace {

constexpr int kOfBudgets = 6;
constexpr int kAlerts = kOfBudgets + 1;  // the balance is low, too

// "store": killed when its alerts are stored, before any is sent. "send": while one is under way.
// "find": when they are decided, before they are looked for.
pid_t start_child(const std::string& deed, const std::filesystem::path& place,
                  const std::string& url) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setenv("NEMO_TEST_DEED", deed.c_str(), 1);
  ::setenv("NEMO_TEST_DATA", place.c_str(), 1);
  ::setenv("NEMO_TEST_URL", url.c_str(), 1);
  ::execl("/proc/self/exe", "test", "--gtest_filter=*DoesItsDeedAndIsKilled",
          "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
  ::_exit(99);
}

bool is_killed(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST(ChildProcess, DISABLED_DoesItsDeedAndIsKilled) {
  const std::string deed = std::getenv("NEMO_TEST_DEED");
  World world(std::getenv("NEMO_TEST_DATA"));
  world.organization("acme", std::getenv("NEMO_TEST_URL"));
  world.watch_balance("acme", 1'000'000);
  world.start();
  if (deed == "send") {
    world.alerts("acme", kOfBudgets);
    std::this_thread::sleep_for(std::chrono::minutes(1));
  }
  world.stop();
  world.alerts("acme", kOfBudgets);
  if (deed == "store") {
    const FollowerPorts ports = world.ports();
    DeliveryStore store(world.options().folder);
    Outbox outbox(store, world.options().rules, [] {});
    Follower(ports, outbox, store.cursors()).look();
  }
  ::kill(::getpid(), SIGKILL);
}

// All of them, each by its own id.
void expect_all_arrive(const std::filesystem::path& place, const Receiver& receiver,
                       const std::string& path) {
  World world(place);
  world.send_to("acme", receiver.url(path));
  world.start();
  ASSERT_TRUE(comes_true([&] { return receiver.count(path) == kAlerts; }));
  ASSERT_TRUE(comes_true([&] { return world.deliveries("acme").size() == kAlerts; }));
  std::set<std::string> ids;
  for (const Received& one : receiver.received()) ids.insert(one.id);
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kAlerts)) << "none by another id";
  for (const Delivery& one : world.deliveries("acme"))
    EXPECT_TRUE(ids.contains(delivery_id(one.key)));
}

TEST(Killed, BetweenDecisionAndStoreOrStoreAndSendItTellsOfEachAlertOnce) {
  for (const char* deed : {"find", "store"}) {
    const ShortLivedDirectory place;
    const Receiver receiver;
    EXPECT_TRUE(is_killed(start_child(deed, place.path(), receiver.url("200/before"))));
    EXPECT_EQ(receiver.received().size(), 0U) << deed;
    expect_all_arrive(place.path(), receiver, "200/after");
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    EXPECT_EQ(receiver.received().size(), static_cast<std::size_t>(kAlerts)) << deed;
  }
}

TEST(Killed, WhileOneIsUnderWayItTellsOfItAgainByTheSameId) {
  const ShortLivedDirectory place;
  const Receiver receiver;
  const pid_t child = start_child("send", place.path(), receiver.url("hang/before"));
  ASSERT_TRUE(comes_true([&] { return receiver.count("hang/before") == 1; }));
  ::kill(child, SIGKILL);
  EXPECT_TRUE(is_killed(child));
  expect_all_arrive(place.path(), receiver, "200/after");
}

TEST(Killed, AfterItIsToldItTellsNothingAgain) {
  const ShortLivedDirectory place;
  const Receiver receiver;
  const pid_t child = start_child("send", place.path(), receiver.url("200/before"));
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/before") == kAlerts; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // the last answer is on its way
  ::kill(child, SIGKILL);
  EXPECT_TRUE(is_killed(child));
  World world(place.path());
  world.send_to("acme", receiver.url("200/after"));
  world.start();
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  EXPECT_EQ(receiver.count("200/after"), 0U);
  EXPECT_EQ(world.deliveries("acme", DeliveryStatus::kDelivered).size(),
            static_cast<std::size_t>(kAlerts));
}

}  // namespace
}  // namespace nemo::webhooks
