#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "tests/http/serving.h"

namespace nemo::http {
namespace {

using std::chrono::milliseconds;

bool is_served(Client& client) {
  client.send(post("/", "x"));
  const auto answer = client.answer();
  return answer && answer->status == 200;
}

TEST(Connections, OfAnAddressAreLimited) {
  ServerOptions options = by_tls();
  options.connection.connections_per_address_max = 2;
  Server server(std::move(options), echo);
  Client first(server.addresses()[0]);
  auto second = std::make_unique<Client>(server.addresses()[0]);
  EXPECT_TRUE(is_served(first));
  EXPECT_TRUE(is_served(*second));
  EXPECT_FALSE(Client(server.addresses()[0]).is_connected());
  EXPECT_EQ(server.counters().connections_refused, 1U);
  second.reset();
  EXPECT_TRUE(comes_true([&] { return Client(server.addresses()[0]).is_connected(); }));
}

TEST(Connections, AreLimitedInAll) {
  const ShortLivedFolder folder;
  ServerOptions options = served_by("unix:" + (folder.path() / "s").string());
  options.connection.connections_max = 1;
  options.connection.connections_per_address_max = 0;
  Server server(std::move(options), echo);
  Client first(server.addresses()[0]);
  EXPECT_TRUE(is_served(first)) << "a Unix socket has no address to count by";
  Client second(server.addresses()[0]);
  EXPECT_FALSE(is_served(second));
}

TEST(Connections, ComeByAUnixSocketThatItsOwnerAloneMayUse) {
  const ShortLivedFolder folder;
  const std::string path = folder.path() / "ledger.sock";
  for (int start = 0; start < 2; ++start) {
    Server server(served_by("unix:" + path), echo);
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
    Client client(server.addresses()[0]);
    EXPECT_TRUE(is_served(client));
    EXPECT_THROW(Server(served_by("unix:" + path), echo), ServerFailure) << "it is in use";
    EXPECT_TRUE(is_served(*std::make_unique<Client>(server.addresses()[0])));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Connections, ThatAreResetHarmNobody) {
  std::atomic<int> asked{0};
  Server server(by_tls(), [&](Request request, Respond respond) {
    ++asked;
    if (request.head.path == "/large") request.body = std::string(20'000'000, 'l');
    echo(std::move(request), respond);
  });
  for (int i = 0; i < 20; ++i) {
    Client client(server.addresses()[0]);
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(comes_true([&] { return asked == i + 1; }));
    client.reset();
  }
  EXPECT_TRUE(comes_true([&] { return server.counters().connections_open == 0; }));
  Client client(server.addresses()[0]);
  EXPECT_TRUE(is_served(client));
}

// Threads that answer what handlers leave to them, some time later.
class Answerers {
 public:
  explicit Answerers(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Answerers() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void take(Request request, Respond respond) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.emplace_back(std::move(request), std::move(respond));
    }
    changed_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      auto [request, respond] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      echo(std::move(request), respond);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<Request, Respond>> waiting_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

TEST(Connections, AreAnsweredFromManyThreads) {
  Answerers answerers(4);
  Server server(by_tls(), [&](Request request, Respond respond) {
    answerers.take(std::move(request), std::move(respond));
  });
  std::vector<std::thread> clients;
  std::atomic<int> right{0};
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      Client client(server.addresses()[0]);
      for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(c) + "." + std::to_string(i);
        client.send(post("/", body));
        const auto answer = client.answer();
        if (answer && answer->body == "POST /|" + body) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 8 * 50);
}

TEST(Connections, MayBeAnsweredWhileTheServerGoesAndAfterwards) {
  for (int round = 0; round < 20; ++round) {
    Answerers answerers(2);
    std::atomic<int> asked{0};
    auto server = std::make_unique<Server>(by_plain(), [&](Request request, Respond respond) {
      answerers.take(std::move(request), std::move(respond));
      ++asked;
    });
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 8; ++i) {
      clients.push_back(std::make_unique<Client>(server->addresses()[0]));
      clients.back()->send(post("/", "x") + post("/", "y"));
    }
    EXPECT_TRUE(comes_true([&] { return asked >= 4; }));
    server.reset();
  }
}

TEST(Drain, AnswersWhatIsUnderWayAndEndsTheRest) {
  std::mutex mutex;
  std::vector<Respond> kept;
  Server server(by_tls(), [&](const Request&, Respond respond) {
    const std::lock_guard lock(mutex);
    kept.push_back(std::move(respond));
  });
  Client idle(server.addresses()[0]);
  Client asking(server.addresses()[0]);
  asking.send(post("/", "x"));
  EXPECT_TRUE(comes_true([&] { return server.counters().requests == 1; }));
  std::thread drained([&] { EXPECT_TRUE(server.drain(milliseconds(10'000))); });
  EXPECT_TRUE(idle.is_ended());
  EXPECT_FALSE(Client(server.addresses()[0]).is_connected());
  {
    const std::lock_guard lock(mutex);
    kept.at(0)(Response());
  }
  const auto answer = asking.answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->field("connection"), "close");
  EXPECT_TRUE(asking.is_ended());
  drained.join();
}

TEST(Drain, WaitsForNobodyWhoHasNotAskedYet) {
  Server server(by_tls(), echo);
  ListenAddress without_tls = server.addresses()[0];
  without_tls.kind = ListenAddress::Kind::kHttp;
  Client mute(without_tls);
  EXPECT_TRUE(comes_true([&] { return server.counters().connections_open == 1; }));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(server.drain(milliseconds(8'000)));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(4'000));
  EXPECT_TRUE(mute.is_ended());
}

TEST(Drain, WaitsNoLongerThanItMay) {
  std::vector<Respond> kept;
  auto server = std::make_unique<Server>(
      by_tls(), [&](const Request&, Respond respond) { kept.push_back(std::move(respond)); });
  Client client(server->addresses()[0]);
  client.send(post("/", "x"));
  EXPECT_TRUE(comes_true([&] { return server->counters().requests == 1; }));
  EXPECT_FALSE(server->drain(milliseconds(100)));
  EXPECT_FALSE(client.answer());
  server.reset();
  kept.at(0)(Response());
  kept.clear();
}

}  // namespace
}  // namespace nemo::http
