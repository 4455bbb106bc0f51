#include <mutex>

#include "tests/http/serving.h"

namespace nemo::http {
namespace {

// Asks for a path that names what to do.
void play(Request request, Respond respond) {
  const std::string& path = request.head.path;
  Response response;
  if (path == "/throws") throw std::runtime_error("secret detail");
  if (path == "/drops") return;
  if (path == "/splits") response.fields = {{"x", "a\r\nset-cookie: b"}};
  if (path == "/frames") response.fields = {{"Content-Length", "5"}};
  if (path == "/nothing") response.status = 204;
  if (path == "/page") {
    response.content_type = "text/html";
    response.fields = {{"Content-Security-Policy", "default-src 'self'"}, {"x-mine", "1"}};
  }
  if (path == "/large") response.body = std::string(5'000'000, 'l');
  if (path == "/last") response.close = true;
  respond(response);
  response.body = "again";
  respond(std::move(response));
}

std::string get(const std::string& path, const std::string& fields = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

const std::pair<const char*, const char*> kSecurityFields[] = {
    {"strict-transport-security", "max-age=63072000"},
    {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
    {"x-frame-options", "DENY"},
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "no-referrer"},
    {"cache-control", "no-store"},
};

TEST(Answers, HaveTheSecurityFieldsWhateverTheirStatus) {
  Server server(by_tls(), play);
  for (const std::string& bytes :
       {get("/"), get("/nothing"), get("/throws"), get("/drops"), get("/splits"), get("//"),
        get("/", "Transfer-Encoding: gzip\r\n"), std::string("nonsense\r\n\r\n")}) {
    Client client(server.addresses()[0]);
    client.send(bytes);
    const auto answer = client.answer();
    ASSERT_TRUE(answer) << bytes;
    for (const auto& [name, value] : kSecurityFields) EXPECT_EQ(answer->field(name), value) << name;
    EXPECT_FALSE(answer->field("x-request-id").empty()) << bytes;
    EXPECT_EQ(answer->field("date").size(), 29U) << bytes;
    EXPECT_EQ(answer->fields.count("server"), 0U) << bytes;
    EXPECT_EQ(answer->fields.count("content-length"), answer->status == 204 ? 0U : 1U) << bytes;
  }
}

TEST(Answers, MayReplaceASecurityField) {
  Server server(by_plain(), play);
  Client client(server.addresses()[0]);
  client.send(get("/page"));
  const auto answer = client.answer();
  EXPECT_EQ(answer->field("content-security-policy"), "default-src 'self'");
  EXPECT_EQ(answer->field("content-type"), "text/html");
  EXPECT_EQ(answer->field("x-mine"), "1");
  EXPECT_EQ(answer->fields.count("strict-transport-security"), 0U) << "no TLS, no promise of it";
}

TEST(Answers, OfHandlersThatFailSayNothingOfWhy) {
  Server server(by_tls(), play);
  std::uint64_t faults = 0;
  Client client(server.addresses()[0]);
  for (const char* path : {"/throws", "/drops", "/splits", "/frames"}) {
    client.send(get(path));
    const auto answer = client.answer();
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->status, 500) << path;
    EXPECT_EQ(answer->body.find("secret"), std::string::npos) << path;
    EXPECT_NE(answer->body.find(R"("code":"internal_error")"), std::string::npos) << path;
    EXPECT_EQ(server.counters().handler_faults, ++faults) << path;
  }
  client.send(get("/"));
  EXPECT_EQ(client.answer()->status, 200) << "the connection goes on";
}

TEST(Answers, CountOnceEach) {
  Server server(by_tls(), play);
  Client client(server.addresses()[0]);
  for (int i = 0; i < 3; ++i) {
    client.send(get("/"));
    EXPECT_EQ(client.answer()->body, "");
  }
}

TEST(Answers, ToHeadHaveALengthAndNoBody) {
  Server server(by_tls(), play);
  Client client(server.addresses()[0]);
  client.send("HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n" + get("/nothing") + get("/large"));
  EXPECT_EQ(client.answer(Client::Body::kHeadOnly)->field("content-length"), "5000000");
  EXPECT_EQ(client.answer()->status, 204);
  EXPECT_EQ(client.answer()->body, std::string(5'000'000, 'l'));
}

TEST(Answers, EndTheConnectionWhereAskedTo) {
  Server server(by_tls(), play);
  const std::pair<std::string, bool> rows[] = {
      {get("/"), false},
      {get("/last"), true},
      {get("/", "Connection: close\r\n"), true},
      {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", true},
  };
  for (const auto& [bytes, ends] : rows) {
    Client client(server.addresses()[0]);
    client.send(bytes + get("/nothing"));
    EXPECT_EQ(client.answer()->field("connection"), ends ? "close" : "") << bytes;
    if (ends) {
      EXPECT_TRUE(client.is_ended()) << bytes;
    } else {
      EXPECT_EQ(client.answer()->status, 204) << bytes;
    }
  }
}

TEST(Answers, CarryTheClientsRequestIdWhereItIsSafe) {
  Server server(by_plain(), play);
  Client client(server.addresses()[0]);
  const std::string longest(40, 'i');
  const std::pair<std::string, bool> rows[] = {
      {"a-Z_0.9", true}, {longest, true}, {longest + "i", false}, {"a b", false},
      {"a\"b", false},   {"", false},     {"\xC3\xA9", false},
  };
  std::string made;
  for (const auto& [id, kept] : rows) {
    client.send(get("/", "X-Request-Id: " + id + "\r\n"));
    const std::string answered = client.answer()->field("x-request-id");
    EXPECT_EQ(answered == id, kept) << id;
    EXPECT_NE(answered, made) << "made ones differ";
    made = answered;
  }
}

TEST(AccessLog, HasALineForEachRequestAndNoSecret) {
  struct Line {
    std::string method, path, id, peer;
    int status = 0;
    bool whole = false;
    std::uint64_t bytes_in = 0, bytes_out = 0;
    std::int64_t handled_us = 0, total_us = 0;
  };
  std::mutex mutex;
  std::vector<Line> lines;
  ServerOptions options = by_tls();
  options.access_log = [&](const AccessRecord& record) {
    const std::lock_guard lock(mutex);
    lines.push_back({std::string(record.method), std::string(record.path),
                     std::string(record.request_id), std::string(record.peer), record.status,
                     record.whole, record.bytes_in, record.bytes_out, record.handled_us,
                     record.total_us});
  };
  Server server(std::move(options), play);
  Client client(server.addresses()[0]);
  const std::string asked =
      get("/large?key=secret", "Authorization: secret\r\nX-Request-Id: r\r\n");
  client.send(asked);
  client.answer();
  client.send("POST /x?key=secret HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
  client.answer();
  ASSERT_TRUE(comes_true([&] {
    const std::lock_guard lock(mutex);
    return lines.size() == 2;
  }));
  EXPECT_EQ(lines[0].method, "GET");
  EXPECT_EQ(lines[0].path, "/large");
  EXPECT_EQ(lines[0].id, "r");
  EXPECT_EQ(lines[0].peer, "127.0.0.1");
  EXPECT_EQ(lines[0].status, 200);
  EXPECT_TRUE(lines[0].whole);
  EXPECT_EQ(lines[0].bytes_in, asked.size());
  EXPECT_GT(lines[0].bytes_out, 5'000'000U);
  EXPECT_GE(lines[0].total_us, lines[0].handled_us);
  EXPECT_EQ(lines[1].path, "") << "refused before it was read";
  EXPECT_EQ(lines[1].status, 400);
}

TEST(Counters, TellWhatWasSeen) {
  Server server(by_tls(), play);
  {
    Client client(server.addresses()[0]);
    client.send(get("/") + get("//"));
    client.answer();
    client.answer();
    EXPECT_EQ(server.counters().connections_open, 1U);
  }
  EXPECT_TRUE(comes_true([&] { return server.counters().connections_open == 0; }));
  const ServerCounters counters = server.counters();
  EXPECT_EQ(counters.connections_accepted, 1U);
  EXPECT_EQ(counters.requests, 1U);
  EXPECT_EQ(counters.bytes_in, get("/").size() + get("//").size());
  EXPECT_GT(counters.bytes_out, 500U);
  EXPECT_EQ(refusals(server, "the path has an empty segment"), 1U);
}

}  // namespace
}  // namespace nemo::http
