#include "tests/http/serving.h"

namespace nemo::http {
namespace {

using std::chrono::milliseconds;

ServerOptions impatient(ServerOptions options) {
  options.connection.handshake_ms = 200;
  options.connection.head_ms = 200;
  options.connection.body_ms = 200;
  options.connection.idle_ms = 400;
  options.connection.write_ms = 200;
  options.connection.bytes_per_second_min = 1'000'000'000;
  return options;
}

// Sends what it can, byte by byte, until the server has enough.
bool drip(Client& client, std::string_view bytes) {
  for (const char c : bytes) {
    if (!client.send({&c, 1})) return false;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return true;
}

TEST(SlowClients, AreCutOffInTheHead) {
  for (ServerOptions options : {by_plain(), by_tls()}) {
    Server server(impatient(std::move(options)), echo);
    Client client(server.addresses()[0]);
    const auto begun = std::chrono::steady_clock::now();
    drip(client, "GET /0123456789 HTTP/1.1\r\nHo");
    EXPECT_EQ(client.answer()->status, 408);
    EXPECT_TRUE(client.is_ended());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(2'000));
    EXPECT_EQ(refusals(server, "the head came too slowly"), 1U);
  }
}

TEST(SlowClients, AreCutOffInTheBody) {
  const std::string chunks = "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n";
  const std::pair<std::string, std::string> rows[] = {
      {"Content-Length: 1000", std::string(24, 'b')}, {"Transfer-Encoding: chunked", chunks}};
  for (const auto& [framing, body] : rows) {
    Server server(impatient(by_tls()), echo);
    Client client(server.addresses()[0]);
    client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n");
    drip(client, body);
    const auto answer = client.answer();
    ASSERT_TRUE(answer) << framing;
    EXPECT_EQ(answer->status, 408) << framing;
    EXPECT_TRUE(client.is_ended()) << framing;
    EXPECT_EQ(refusals(server, "the body came too slowly"), 1U);
  }
}

TEST(SlowClients, MayTakeTheTimeThatTheirBytesNeed) {
  ServerOptions options = impatient(by_plain());
  options.connection.bytes_per_second_min = 1'000;
  Server server(std::move(options), echo);
  Client client(server.addresses()[0]);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 10; ++i) {
    client.send(std::string(100, 'b'));
    std::this_thread::sleep_for(milliseconds(40));
  }
  EXPECT_EQ(client.answer()->status, 200) << "a thousand bytes may take 1.2 seconds";
}

TEST(SlowClients, AreCutOffWhenTheySayNothing) {
  Server server(impatient(by_tls()), echo);
  Client idle(server.addresses()[0]);
  EXPECT_TRUE(idle.is_ended()) << "no request";
  ListenAddress silent = server.addresses()[0];
  silent.kind = ListenAddress::Kind::kHttp;
  Client no_handshake(silent);
  EXPECT_TRUE(no_handshake.is_ended()) << "no TLS";
  EXPECT_EQ(server.counters().handshakes_failed, 1U);
}

TEST(SlowClients, AreCutOffWhenTheyDoNotRead) {
  for (ServerOptions options : {by_plain(), by_tls()}) {
    Server server(impatient(std::move(options)), [](const Request&, const Respond& respond) {
      Response response;
      response.body = std::string(30'000'000, 'l');
      respond(std::move(response));
    });
    Client client(server.addresses()[0]);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(comes_true([&] { return server.counters().slow_readers == 1; }));
    EXPECT_EQ(server.counters().connections_open, 0U);
    EXPECT_FALSE(client.answer());
  }
}

constexpr std::size_t kLong = 30'000'000;  // more than the kernel takes of it

void answer_at_length(const Request& request, const Respond& respond) {
  static const auto kShared = std::make_shared<const std::string>(kLong, 's');
  Response response;
  if (request.head.path == "/shared") {
    response.shared_body = kShared;
  } else {
    response.body = std::string(kLong, 'o');
  }
  respond(std::move(response));
}

std::string long_answer(const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

ServerOptions with_room_for(ServerOptions options, std::size_t answers) {
  options.io_threads = 1;
  options.connection.unread_bytes_max = answers * (kLong + 1'000);
  return options;
}

TEST(SlowClients, GiveWayToThoseWhoRead) {
  for (const ServerOptions& options : {by_plain(), by_tls()}) {
    Server server(with_room_for(options, 2), answer_at_length);
    Client slowest(server.addresses()[0]);
    Client slow(server.addresses()[0]);
    for (Client* client : {&slowest, &slow}) {
      client->send(long_answer("/own"));
      std::this_thread::sleep_for(milliseconds(100));
    }
    Client honest(server.addresses()[0]);
    honest.send(long_answer("/own"));
    EXPECT_EQ(honest.answer()->body.size(), kLong);
    EXPECT_EQ(server.counters().slow_readers, 1U);
    EXPECT_FALSE(slowest.answer());
    EXPECT_EQ(slow.answer()->body.size(), kLong) << "there was room for two";
  }
}

TEST(SlowClients, TakeNoMemoryForWhatAllAreAnswered) {
  for (const ServerOptions& options : {by_plain(), by_tls()}) {
    Server server(with_room_for(options, 0), answer_at_length);
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 10; ++i) {
      slow.push_back(std::make_unique<Client>(server.addresses()[0]));
      slow.back()->send(long_answer("/shared"));
    }
    Client honest(server.addresses()[0]);
    honest.send("HEAD /shared HTTP/1.1\r\nHost: a\r\n\r\n" + long_answer("/own"));
    EXPECT_EQ(honest.answer(Client::Body::kHeadOnly)->field("content-length"), "30000000");
    EXPECT_EQ(honest.answer()->status, 503) << "of its own, for which there is no room";
    EXPECT_TRUE(honest.is_ended());
    EXPECT_EQ(refusals(server, "too many answers are read too slowly"), 1U);
    for (const auto& client : slow) EXPECT_EQ(client->answer()->body, std::string(kLong, 's'));
  }
}

TEST(SlowClients, DelayNobodyElse) {
  Server server(by_tls(), echo);
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<Client>(server.addresses()[0]));
    slow.back()->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  }
  Client honest(server.addresses()[0]);
  for (int i = 0; i < 100; ++i) {
    honest.send(post("/", "x"));
    EXPECT_EQ(honest.answer()->status, 200);
  }
  for (const auto& client : slow) {
    client->send("lo");
    EXPECT_EQ(client->answer()->body, "POST /|hello");
  }
}

}  // namespace
}  // namespace nemo::http
