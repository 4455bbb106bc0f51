#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <set>
#include <thread>

#include "adapters/webhooks/signature.h"
#include "tests/webhooks/world.h"

namespace nemo::webhooks {
namespace {

using Door = Receiver::Door;
constexpr auto kPending = DeliveryStatus::kPending;
constexpr auto kDelivered = DeliveryStatus::kDelivered;
constexpr auto kDead = DeliveryStatus::kDead;

std::int64_t ms_of(const std::function<void()>& deed) {
  const auto start = std::chrono::steady_clock::now();
  deed();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start)
      .count();
}

TEST(Webhooks, SendWhatIsDecidedFromTheirStartOnSigned) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("200/acme"));
  world.organization("silent", "");
  world.alerts("acme");
  world.start();
  world.alerts("silent");
  world.alerts("acme");
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/acme") == 1; }));
  const Received one = receiver.received().at(0);
  const boost::json::object body = boost::json::parse(one.body).as_object();
  EXPECT_EQ(body.at("id").as_string(), one.id);
  EXPECT_EQ(body.at("type").as_string(), "budget_alert");
  EXPECT_EQ(body.at("org_id").as_string(), "acme");
  EXPECT_EQ(body.at("data").at("percent").as_string(), "2") << "the first is old news";
  EXPECT_TRUE(parse_position(body.at("position").as_string()));
  EXPECT_TRUE(parse_rfc3339(body.at("created_at").as_string()));
  EXPECT_EQ(one.type, "application/json");
  const TimeMs at{std::stoll(one.timestamp) * 1'000};
  EXPECT_EQ(one.signature, signature_of({one.id, at, one.body}, World::secret_of("acme")));
  ASSERT_TRUE(comes_true([&] { return world.status("acme") == kDelivered; }));
  EXPECT_EQ(world.deliveries("acme").size(), 1U);
  EXPECT_TRUE(world.deliveries("silent").empty());
  EXPECT_EQ(world.hooks().standing().delivered, 1U);
  EXPECT_EQ(world.hooks().standing().pending, 0U);
}

TEST(Webhooks, SendAnOrganizationsAlertsInTheirOrderOneAtATime) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("200/acme"));
  world.start();
  world.alerts("acme", 30);
  for (int i = 0; i < 20; ++i) world.alerts("acme");
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/acme") == 50; }));
  std::int64_t percent = 0;
  for (const Received& one : receiver.received()) {
    const auto body = boost::json::parse(one.body);
    EXPECT_EQ(body.at("data").at("percent").as_string(), std::to_string(++percent));
  }
}

TEST(Webhooks, TellOfALowBalanceByATypeOfItsOwnOnceUntilItWasNotLow) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("200/acme"));
  world.watch_balance("acme", 999'999);
  world.start();
  world.alerts("acme", 1);
  world.alerts("acme", 1);  // low now
  world.alerts("acme", 1);
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/acme") == 4; }));
  world.watch_balance("acme", 999'998);  // told anew: no alert of a budget is beside it
  const char* const expected[] = {"budget_alert 1", "budget_alert 2", "balance_low 999999",
                                  "budget_alert 3", "balance_low 999998"};
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/acme") == std::size(expected); }));
  std::set<std::string> ids;
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const Received one = receiver.received().at(i);
    const auto body = boost::json::parse(one.body);
    const auto& data = body.at("data").as_object();
    EXPECT_EQ(std::string(body.at("type").as_string()) + " " +
                  std::string(data.begin()->value().as_string()),
              expected[i]);
    const TimeMs at{std::stoll(one.timestamp) * 1'000};
    EXPECT_EQ(one.signature, signature_of({one.id, at, one.body}, World::secret_of("acme")));
    ids.insert(one.id);
  }
  EXPECT_EQ(ids.size(), std::size(expected)) << "two of one record are told apart";
}

// What becomes of a delivery whose receiver always does the same.
TEST(Webhooks, GiveUpOnAReceiverThatMisbehavesAndKeepTheLetter) {
  Receiver receiver;
  World world;
  struct Row {
    const char* path;
    std::size_t attempts;
    const char* error;
  };
  const Row rows[] = {{"500/a", 4, "status 500"},   {"404/a", 4, "status 404"},
                      {"410/a", 1, "status 410"},   {"redirect/a", 4, "status 307"},
                      {"close/a", 4, ""},           {"hang/a", 4, "in time"},
                      {"dripping/a", 4, "in time"}, {"heads/a", 4, ""},
                      {"interim/a", 4, ""},         {"nonsense/a", 4, ""}};
  const auto org_of = [&](const Row& row) { return "org-" + std::to_string(&row - rows); };
  for (const Row& row : rows) world.organization(org_of(row), receiver.url(row.path));
  world.start();
  for (const Row& row : rows) world.alerts(org_of(row));
  for (const Row& row : rows) {
    const std::string org = org_of(row);
    ASSERT_TRUE(comes_true([&] { return !world.deliveries(org, kDead).empty(); })) << row.path;
    const Delivery dead = world.deliveries(org).at(0);
    EXPECT_EQ(dead.attempts, row.attempts) << row.path;
    EXPECT_EQ(receiver.count(row.path), row.attempts) << row.path;
    EXPECT_NE(dead.last_error, "") << row.path;
    EXPECT_NE(dead.last_error.find(row.error), std::string::npos) << dead.last_error;
  }
  EXPECT_EQ(receiver.count("200/elsewhere"), 0U) << "no redirect is followed";
  const Standing standing = world.hooks().standing();
  EXPECT_EQ(standing.dead, std::size(rows));
  EXPECT_EQ(standing.failed_attempts, 4 * std::size(rows) - 3);
  EXPECT_EQ(standing.pending, 0U);
}

TEST(Webhooks, TryAgainWithTheSameIdAndBodyUntilItIsTaken) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("fails/2"));
  world.organization("endless", receiver.url("endless/a"));
  world.start();
  world.alerts("acme");
  world.alerts("endless");
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().delivered == 2; }));
  EXPECT_EQ(world.deliveries("acme").at(0).attempts, 3U);
  EXPECT_EQ(world.deliveries("endless").at(0).attempts, 1U) << "its status was good: body is cut";
  std::vector<Received> all = receiver.received();
  std::erase_if(all, [](const Received& one) { return one.path != "/fails/2"; });
  ASSERT_EQ(all.size(), 3U);
  for (const Received& one : all) {
    EXPECT_EQ(one.id, all.front().id);
    EXPECT_EQ(one.body, all.front().body);
  }
}

TEST(Webhooks, WaitAsLongAsTheReceiverAsksWithAllThatGoesThere) {
  Receiver receiver;
  World world;
  world.organization("busy", receiver.url("wait/429/1/busy"));
  world.organization("away", receiver.url("wait/503/1/away"));
  world.start();
  for (const auto& [org, path] :
       {std::pair("busy", "wait/429/1/busy"), {"away", "wait/503/1/away"}}) {
    const std::int64_t ms = ms_of([&] {
      world.alerts(org);
      ASSERT_TRUE(comes_true([&] { return receiver.count(path) == 1; }));
      world.alerts(org);
      ASSERT_TRUE(comes_true([&] { return receiver.count(path) == 2; }));
    });
    EXPECT_GE(ms, 1'000) << path;
  }
}

TEST(Webhooks, GoToAReceiverThatFailsOneAfterAPause) {
  Receiver receiver;
  World world;
  world.organization("down", receiver.url("500/down"));
  WebhooksOptions options = world.options();
  options.rules.retry.first_ms = 60'000;
  options.rules.retry.longest_ms = 60'000;
  world.start(options);
  world.alerts("down", 5);
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().failed_attempts == 1; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  EXPECT_EQ(receiver.count("500/down"), 1U);
  EXPECT_EQ(world.hooks().standing().pending, 5U);
}

TEST(Webhooks, WaitAsLongAsTheReceiverAsksAfterADeadLetterToo) {
  Receiver receiver;
  World world;
  world.organization("busy", receiver.url("wait/503/1/busy"));
  WebhooksOptions options = world.options();
  options.rules.retry.attempts_max = 1;
  world.start(options);
  world.alerts("busy");
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().dead == 1; }));
  const std::int64_t ms = ms_of([&] {
    world.alerts("busy");
    ASSERT_TRUE(comes_true([&] { return receiver.count("wait/503/1/busy") == 2; }));
  });
  EXPECT_GE(ms, 800);
}

TEST(Webhooks, OfOneOrganizationHoldUpNoOther) {
  Receiver receiver;
  World world;
  for (int i = 0; i < 20; ++i) {
    const std::string org = "slow-" + std::to_string(i);
    world.organization(org, receiver.url("hang/" + org));
  }
  world.organization("quick", receiver.url("200/quick"));
  WebhooksOptions patient = world.options();
  patient.transfer.timeout_ms = 60'000;
  world.start(patient);
  for (int i = 0; i < 20; ++i) world.alerts("slow-" + std::to_string(i), 5);
  ASSERT_TRUE(comes_true([&] { return receiver.received().size() == 20; }));
  const std::int64_t ms = ms_of([&] {
    world.alerts("quick", 40);
    ASSERT_TRUE(comes_true([&] { return receiver.count("200/quick") == 40; }));
  });
  EXPECT_LT(ms, 5'000);
  EXPECT_EQ(receiver.received().size(), 60U) << "one at a time to each that is slow";
  EXPECT_TRUE(comes_true([&] { return world.hooks().standing().pending == 100; }));
  EXPECT_LT(ms_of([&] { world.hooks().close(); }), 2'000);
  EXPECT_EQ(world.deliveries("slow-0", kPending).size(), 5U);
  EXPECT_EQ(world.deliveries("slow-0").at(0).attempts, 0U);
}

TEST(Webhooks, TrustOnlyWhomTheSystemOrTheOperatorTrusts) {
  Receiver receiver;
  World world;
  world.organization("right", receiver.url("200/right", Door::kRight));
  world.organization("wrong-name", receiver.url("200/wrong", Door::kWrongName));
  world.organization("stranger", receiver.url("200/stranger", Door::kStranger));
  WebhooksOptions options = world.options();
  options.transfer.ca_file = receiver.ca_file();
  world.start(options);
  for (const char* org : {"right", "wrong-name", "stranger"}) world.alerts(org);
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().dead == 2; }));
  EXPECT_EQ(world.status("right"), kDelivered);
  EXPECT_EQ(receiver.received().size(), 1U) << "nobody else was told anything";
}

// Where a name leads is known when it is connected to, and judged there.
TEST(Webhooks, GoToNoPrivateAddressWhateverItIsCalled) {
  Receiver receiver;
  World world;
  const std::string port = receiver.url("", Door::kRight).substr(17);
  const char* hosts[] = {"127.0.0.1",  "localhost", "2130706433",         "0x7f.1", "127.1",
                         "0177.0.0.1", "0.0.0.0",   "[::ffff:127.0.0.1]", "[::1]",  "[::]",
                         "10.0.0.1",   "[fd00::1]", "169.254.169.254"};
  for (const char* host : hosts) world.organization(host[0] == '[' ? "six" : host, "");
  WebhooksOptions options = world.options();
  options.transfer.reach = Reach::kPublic;
  options.transfer.ca_file = receiver.ca_file();
  options.rules.retry.attempts_max = 1;
  world.start(options);
  std::uint64_t dead = 0;
  for (const char* host : hosts) {
    const std::string org = host[0] == '[' ? "six" : host;
    world.send_to(org, std::string("https://") + host + port + "200/a");
    world.alerts(org);
    ASSERT_TRUE(comes_true([&] { return world.hooks().standing().dead == dead + 1; })) << host;
    ++dead;
    EXPECT_EQ(world.deliveries(org).back().last_error, "the URL leads to no public address")
        << host;
  }
  EXPECT_TRUE(receiver.received().empty());
}

TEST(Webhooks, AskNoProxyOfTheEnvironment) {
  Receiver receiver;
  World world;
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  world.organization("acme", receiver.url("200/acme"));
  world.start();
  world.alerts("acme");
  EXPECT_TRUE(comes_true([&] { return receiver.count("200/acme") == 1; }));
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

TEST(DeadLetters, AreListedAndTriedAgainByHand) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("410/acme"));
  world.organization("other", receiver.url("200/other"));
  world.start();
  world.alerts("acme", 5);
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().dead == 5; }));
  const Page page = world.hooks().list(OrgId("acme"), {.status = kDead, .limit = 2});
  ASSERT_EQ(page.deliveries.size(), 2U);
  ASSERT_TRUE(page.next);
  const Page rest = world.hooks().list(OrgId("acme"), {.status = kDead, .after = page.next});
  EXPECT_EQ(rest.deliveries.size(), 3U);
  EXPECT_FALSE(rest.next);
  EXPECT_TRUE(world.deliveries("acme", kDelivered).empty());
  EXPECT_TRUE(world.deliveries("other").empty());

  world.send_to("acme", receiver.url("200/now"));
  const DeliveryKey key = page.deliveries.at(1).key;
  EXPECT_EQ(world.hooks().retry(key), kPending);
  ASSERT_TRUE(comes_true([&] { return receiver.count("200/now") == 1; }));
  EXPECT_EQ(receiver.received().back().id, delivery_id(key));
  ASSERT_TRUE(comes_true([&] { return world.hooks().standing().delivered == 1; }));
  EXPECT_EQ(world.hooks().standing().dead, 4U);
  EXPECT_EQ(world.hooks().retry(key), kDelivered);
  EXPECT_FALSE(world.hooks().retry({OrgId("acme"), {3, 1'000'000}, 1}));
  EXPECT_FALSE(world.hooks().retry({OrgId("other"), key.position, key.line}))
      << "another organization's";
}

TEST(DeadLetters, AreWhatNobodyWantsAnyMoreAndWhatIsTooMuch) {
  Receiver receiver;
  World world;
  world.organization("gone", receiver.url("500/gone"));
  world.organization("many", receiver.url("500/many"));
  WebhooksOptions options = world.options();
  options.rules.retry.first_ms = 300;
  options.rules.pending_per_org_max = 3;
  world.start(options);
  world.alerts("gone");
  ASSERT_TRUE(comes_true([&] { return receiver.count("500/gone") == 1; }));
  world.send_to("gone", "");
  ASSERT_TRUE(comes_true([&] { return world.status("gone") == kDead; }));
  EXPECT_EQ(world.deliveries("gone").at(0).last_error, "the organization has no webhook any more");
  world.alerts("many", 5);
  ASSERT_TRUE(comes_true([&] { return world.deliveries("many").size() == 5; }));
  EXPECT_GE(world.deliveries("many", kDead).size(), 2U);
}

TEST(Webhooks, GoOnWhenWhatTheyNeedIsThereAgain) {
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("200/acme"));
  world.start();
  world.fail(true);
  world.alerts("acme");
  ASSERT_TRUE(comes_true([&] { return world.told() == "no target can be had"; }));
  world.fail(false);
  EXPECT_TRUE(comes_true([&] { return receiver.count("200/acme") == 1; }));
}

TEST(Webhooks, GoOnAfterWhatNobodyExpected) {
  struct Surprise {};
  Receiver receiver;
  World world;
  world.organization("acme", receiver.url("200/acme"));
  world.start();
  world.stop();
  FollowerPorts ports = world.ports();
  std::atomic<int> looks = 0;
  std::atomic<int> asked = 0;
  ports.source.partitions = [&, partitions = ports.source.partitions] {
    if (++looks == 1) throw Surprise{};
    return partitions();
  };
  ports.target_of = [&, target_of = ports.target_of](const OrgId& org_id) {
    if (++asked == 2) throw std::bad_alloc();  // first the follower asks, then the sender
    return target_of(org_id);
  };
  Webhooks hooks(world.options(), ports);
  world.alerts("acme");
  EXPECT_TRUE(comes_true([&] { return receiver.count("200/acme") == 1; }));
  EXPECT_EQ(asked, 3);
}

TEST(DeadLetters, AreNotTriedAgainWhileTooManyArePending) {
  World world;
  DeliveryStore store(world.options().folder);
  const Delivery dead{{OrgId("acme"), {3, 1}, 1}, kDead, {}, {}, {}, {1'000}, 1, "", "{}"};
  Delivery pending = dead;
  pending.key.line = 2;
  pending.status = kPending;
  store.add({dead, pending}, {});
  EXPECT_EQ(Outbox(store, {.retry = {}, .pending_per_org_max = 1}, [] {}).retry(dead.key, {2}),
            kDead);
  EXPECT_EQ(Outbox(store, {.retry = {}, .pending_per_org_max = 2}, [] {}).retry(dead.key, {2}),
            kPending);
}

TEST(Webhooks, PassOverWhatCannotBeRead) {
  World world;
  const Delivery good{{OrgId("acme"), {3, 1}, 1}, kDead, {}, {}, {}, {1'000}, 1, "", "{}"};
  Delivery bad = good;
  bad.key.line = 2;
  bad.status = DeliveryStatus{9};
  {
    DeliveryStore store(world.options().folder);
    store.add({good, bad}, {});
  }
  world.start();
  EXPECT_EQ(world.told(), "1 deliveries of webhooks cannot be read and are left as they are");
  EXPECT_EQ(world.deliveries("acme").size(), 1U);
}

TEST(Webhooks, ForgetWhatEndedLongAgo) {
  World world;
  DeliveryStore store(world.options().folder);
  Delivery old{{OrgId("acme"), {3, 1}, 1}, kDelivered, {}, {}, {}, {1'000}, 1, "", "{}"};
  Delivery dead = old;
  dead.key.line = 2;
  dead.status = kDead;
  Delivery pending = old;
  pending.key.line = 3;
  pending.status = kPending;
  store.add({old, dead, pending}, {});
  Outbox outbox(store, {}, [] {});
  outbox.forget_old({1'000 + 7 * kMsPerDay});
  EXPECT_FALSE(store.find(old.key));
  EXPECT_EQ(outbox.standing({2'000}).dead, 1U);
  outbox.forget_old({1'000 + 90 * kMsPerDay});
  EXPECT_FALSE(store.find(dead.key));
  EXPECT_EQ(outbox.standing({2'000}).dead, 0U);
  EXPECT_TRUE(store.find(pending.key));
}

}  // namespace
}  // namespace nemo::webhooks
