#include <boost/json/parse.hpp>
#include <map>
#include <mutex>

#include "tests/http/gate_rows.h"
#include "tests/http/serving.h"

namespace nemo::http {
namespace {

// What a row's head asks to come behind it.
std::string body_for(const std::string& head) {
  std::string small = head;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (small.find("transfer-encoding:") != std::string::npos) return "0\r\n\r\n";
  const std::size_t length = small.find("content-length:");
  if (length == std::string::npos) return "";
  return std::string(std::stoul(small.substr(small.find_first_of("0123456789", length))), 'b');
}

void expect_error_shape(const ReceivedAnswer& answer, const char* name) {
  const auto error = boost::json::parse(answer.body).at("error").as_object();
  EXPECT_TRUE(error.at("message").is_string() && error.at("code").is_string()) << name;
  EXPECT_EQ(error.at("type"), answer.status < 500 ? "invalid_request_error" : "server_error");
}

TEST(Requests, AreRefusedAndEndedOverTlsAsTheGateSays) {
  Server server(by_tls(), echo);
  for (const GateRow& row : all_gate_rows()) {
    Client client(server.addresses()[0]);
    ASSERT_TRUE(client.is_connected()) << row.name;
    // What comes behind a refused head must never be answered.
    client.send(row.head + (row.status == 0 ? body_for(row.head) : post("/smuggled", "")));
    const Client::Body body =
        row.head.starts_with("HEAD") ? Client::Body::kHeadOnly : Client::Body::kExpected;
    const auto answer = client.answer(body);
    ASSERT_TRUE(answer) << row.name;
    EXPECT_EQ(answer->status, row.status == 0 ? 200 : row.status) << row.name;
    if (row.status == 0) continue;
    EXPECT_EQ(answer->field("connection"), "close") << row.name;
    if (body == Client::Body::kExpected) expect_error_shape(*answer, row.name);
    EXPECT_TRUE(client.is_ended()) << row.name;
  }
}

// The bytes of requests, and what must come of them however they are cut.
struct Wire {
  std::string bytes;
  std::vector<std::string> answers;
};

const Wire kWires[] = {
    {post("/a", "hello") + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n", {"POST /a|hello", "GET /b|"}},
    {"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nhel\r\n00002\r\nlo\r\n0\r\n\r\n" +
         post("/b", "x"),
     {"POST /a|hello", "POST /b|x"}},
    {"\r\nPATCH /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n\r\n" + post("/b", "\r\n\r\n"),
     {"PATCH /a|", "POST /b|\r\n\r\n"}},
};

void expect_answers(const ListenAddress& address, const Wire& wire, std::size_t cut) {
  Client client(address);
  client.send(std::string_view(wire.bytes).substr(0, cut));
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  client.send(std::string_view(wire.bytes).substr(cut));
  for (const std::string& expected : wire.answers) {
    const auto answer = client.answer();
    ASSERT_TRUE(answer) << cut;
    EXPECT_EQ(answer->body, expected) << cut;
  }
}

TEST(Requests, AreTheSameWhereverTheirBytesAreCut) {
  Server plain(by_plain(), echo);
  Server tls(by_tls(), echo);
  for (const Wire& wire : kWires) {
    for (std::size_t cut = 0; cut <= wire.bytes.size(); ++cut) {
      expect_answers(plain.addresses()[0], wire, cut);
      if (cut % 16 == 0) expect_answers(tls.addresses()[0], wire, cut);
    }
  }
}

TEST(Requests, ComeByteByByte) {
  Server server(by_tls(), echo);
  for (const Wire& wire : kWires) {
    Client client(server.addresses()[0]);
    for (const char c : wire.bytes) client.send({&c, 1});
    for (const std::string& expected : wire.answers) EXPECT_EQ(client.answer()->body, expected);
  }
}

// Handlers keep what they are asked and answer the latest question first.
TEST(Requests, OfAPipelineAreHandledOneAfterTheOtherAndAnsweredInOrder) {
  std::mutex mutex;
  std::vector<std::thread> threads;
  int at_work = 0;
  Server server(by_tls(), [&](Request request, Respond respond) {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(++at_work, 1);
    threads.emplace_back([&, asked = std::move(request), answer = std::move(respond)]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      {
        const std::lock_guard done(mutex);
        --at_work;
      }
      echo(std::move(asked), answer);
    });
  });
  Client client(server.addresses()[0]);
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += post("/" + std::to_string(i), std::string(i * 40, 'x'));
  client.send(bytes);
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body.substr(0, answer->body.find('|')), "POST /" + std::to_string(i));
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Requests, OfALargeBodyAreTakenUpToTheLimit) {
  ServerOptions options = by_tls();
  options.head.body_bytes_max = 3'000'000;
  Server server(std::move(options), echo);
  const std::string largest(3'000'000, 'b');
  Client client(server.addresses()[0]);
  ASSERT_TRUE(client.send(post("/", largest)));
  EXPECT_EQ(client.answer()->body, "POST /|" + largest);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2dc6c1\r\n");
  EXPECT_EQ(client.answer()->status, 413);
  EXPECT_TRUE(client.is_ended());
}

TEST(Requests, AreInvitedToSendTheirBodyOrRefusedBeforeIt) {
  Server server(by_tls(), echo);
  const std::string expect = "Expect: 100-continue\r\n\r\n";
  Client client(server.addresses()[0]);
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n" + expect);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  client.send("hi");
  EXPECT_EQ(client.answer()->body, "POST /a|hi");
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n" + expect);
  EXPECT_EQ(client.answer()->status, 413);
  EXPECT_TRUE(client.is_ended());
}

TEST(Requests, OfTooManyBytesAtATimeAreRefused) {
  ServerOptions options = by_plain();
  options.connection.buffered_bytes_max = 74'000;
  Server server(std::move(options), echo);
  Client first(server.addresses()[0]);
  first.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90384\r\n\r\n" +
             std::string(90'383, 'b'));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  Client second(server.addresses()[0]);
  second.send(post("/", std::string(50'000, 'b')));
  EXPECT_EQ(second.answer()->status, 503);
  Client small(server.addresses()[0]);
  small.send(post("/", std::string(16 * 1024, 'b')));
  EXPECT_EQ(small.answer()->status, 200) << "what takes little is let in";
  first.send("b");
  EXPECT_EQ(first.answer()->status, 200);
  Client third(server.addresses()[0]);
  third.send(post("/", std::string(50'000, 'b')));
  EXPECT_EQ(third.answer()->status, 200) << "what was taken is given back";
}

}  // namespace
}  // namespace nemo::http
