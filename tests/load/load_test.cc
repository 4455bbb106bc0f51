#include "bench/load/load.h"

#include <gtest/gtest.h>

#include <atomic>

#include "bench/load/report.h"
#include "bench/load/tenants.h"
#include "tests/http/serving.h"

namespace nemo::load {
namespace {

using http::Request;
using http::Respond;

// What the service's routes answer, as far as the load generator looks at it.
void answer(const Respond& respond, int status, std::string body = "{}") {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  respond(std::move(response));
}

std::string url_of(const http::Server& server) {
  return format_listen_address(server.addresses().front());
}

Tally run(const http::Server& server, const Plan& plan, std::size_t connections = 4) {
  const Endpoint endpoint(url_of(server), "");
  Connections opened(endpoint, connections);
  return Load(opened, endpoint.authority(), {"key"}, plan).run([](const Tally&) {});
}

constexpr Plan kOneSecond{.seconds = 1, .warm_up_seconds = 0};

TEST(Load, CountsEveryAnswerOfAClosedLoop) {
  for (const http::ServerOptions& options : {http::by_tls(), http::by_plain()}) {
    std::atomic<std::int64_t> reserved{0};
    std::atomic<std::int64_t> settled{0};
    const http::Server server(options, [&](Request request, const Respond& respond) {
      ++(request.head.path == "/v1/reservations" ? reserved : settled);
      answer(respond, 200);
    });
    const Tally tally = run(server, kOneSecond);
    EXPECT_GT(tally.of(Operation::kPair).count(), 100);
    EXPECT_EQ(reserved, tally.of(Operation::kReserve).count());
    EXPECT_EQ(settled, tally.of(Operation::kSettle).count());
    EXPECT_EQ(settled, tally.of(Operation::kPair).count());
    EXPECT_TRUE(is_clean(tally, {}));
  }
}

TEST(Load, HidesNoFailure) {
  std::atomic<std::int64_t> asked{0};
  const http::Server server(http::by_tls(), [&](const Request&, const Respond& respond) {
    answer(respond, ++asked % 3 == 0 ? 429 : 201);
  });
  Plan plan = kOneSecond;
  plan.what = What::kReserve;
  plan.warm_up_seconds = 1;
  const Tally tally = run(server, plan);
  EXPECT_EQ(asked / 3, (tally.failures.at({Operation::kReserve, 429})));
  EXPECT_FALSE(is_clean(tally, {402}));
  EXPECT_TRUE(is_clean(tally, {429}));
  EXPECT_NE(std::string::npos, table_of(tally).find("429: "));
}

// A service that stands still for half a second keeps a quarter of the calls of two seconds
// waiting.
TEST(Load, CountsFromWhenACallWasDue) {
  const auto stands = std::chrono::steady_clock::now() + std::chrono::milliseconds(700);
  const http::Server server(http::by_tls(), [&](const Request&, const Respond& respond) {
    const auto now = std::chrono::steady_clock::now();
    const auto goes_on = stands + std::chrono::milliseconds(500);
    if (now > stands && now < goes_on) std::this_thread::sleep_until(goes_on);
    answer(respond, 200);
  });
  Plan plan{.what = What::kBalance, .rate = 200, .seconds = 2, .warm_up_seconds = 0};
  const Tally tally = run(server, plan);
  const Histogram& times = tally.of(Operation::kBalance);
  EXPECT_EQ(400, times.count());
  EXPECT_GT(times.quantile_ns(0.9), 200'000'000);
  EXPECT_LT(times.quantile_ns(0.5), 200'000'000);
  EXPECT_EQ(0, tally.not_asked);
}

TEST(Load, OpensAnewWhatTheServerEnds) {
  std::atomic<std::int64_t> asked{0};
  const http::Server server(http::by_tls(), [&](const Request&, const Respond& respond) {
    http::Response response;
    response.close = ++asked % 10 == 0;
    respond(std::move(response));
  });
  const Endpoint endpoint(url_of(server), "");
  Connections connections(endpoint, 1);
  Plan plan = kOneSecond;
  plan.what = What::kBalance;
  const Tally tally =
      Load(connections, endpoint.authority(), {"key"}, plan).run([](const auto&) {});
  EXPECT_EQ(asked, tally.of(Operation::kBalance).count());
  EXPECT_NEAR(static_cast<double>(asked) / 10, static_cast<double>(connections.opened_anew()), 1);
  EXPECT_TRUE(is_clean(tally, {}));
}

TEST(Load, SaysWhatTheServiceRefusesToMake) {
  const http::Server server(http::by_tls(), [](const Request&, const Respond& respond) {
    answer(respond, 401, R"({"error":"no"})");
  });
  const Endpoint endpoint(url_of(server), "");
  Connections connections(endpoint, 2);
  Tenants tenants;
  tenants.prefix = "made";
  try {
    make_tenants(connections, tenants, endpoint.authority(), [](std::size_t) {});
    FAIL() << "nobody was refused";
  } catch (const LoadFailure& failure) {
    EXPECT_EQ(R"(POST /v1/orgs was answered with 401: {"error":"no"})", failure.message);
  }
}

TEST(Endpoint, VerifiesByTheFileThatIsNamed) {
  const http::Server server(http::by_tls(), http::echo);
  const http::ShortLivedFolder folder;
  const auto other = http::self_signed_certificate(folder.path());
  const Endpoint right(url_of(server), http::test_certificate().certificate);
  EXPECT_NO_THROW(Connections(right, 1));
  const Endpoint wrong(url_of(server), other.certificate);
  EXPECT_THROW(Connections(wrong, 1), LoadFailure);
}

TEST(Endpoint, RefusesWhatIsNoUrl) {
  for (const char* url :
       {"", "127.0.0.1:8443", "ftp://a:1", "https://a", "https://a:1/path", "https://:1",
        "https://a:b", "https://a:", "https://a:123456", "https://::1:1", "https://[:1",
        "https://u@a:1", "https://", "unix:/tmp/x"}) {
    EXPECT_THROW(Endpoint(url, ""), LoadFailure) << url;
  }
}

}  // namespace
}  // namespace nemo::load
