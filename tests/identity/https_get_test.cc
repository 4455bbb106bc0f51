#include "adapters/identity/https_get.h"

#include <gtest/gtest.h>

#include "tests/identity/jwks_server.h"
#include "tests/identity/waiting.h"

namespace nemo::identity {
namespace {

using Door = JwksServer::Door;

// Why a fetch fails; empty if it does not.
std::string failure_of(const HttpsGet& get, std::stop_token stop = {}) {
  try {
    https_get(get, std::move(stop));
  } catch (const FetchFailed& failed) {
    return failed.reason;
  }
  return {};
}

TEST(HttpsUrl, IsHttpsOrThisMachine) {
  const std::pair<const char*, bool> rows[] = {
      {"https://auth.example/auth/v1/.well-known/jwks.json", true},
      {"https://127.0.0.1:8443/keys", true},
      {"https://[2001:db8::1]/keys", true},
      {"http://127.0.0.1:8080/keys", true},
      {"http://127.1.2.3/keys", true},
      {"http://[::1]:80/keys", true},
      {"http://localhost/keys", true},
      {"http://auth.example/keys", false},
      {"http://localhost.evil.example/keys", false},
      {"http://127.0.0.1.evil.example/keys", false},
      {"http://127.evil.0.1/keys", false},
      {"http://127.0.0.1@evil.example/keys", false},
      {"http://10.0.0.1/keys", false},
      {"http://169.254.169.254/latest", false},
      {"http://0.0.0.0/keys", false},
      {"http://[::ffff:127.0.0.1]/keys", false},
      {"http://[2001:db8::1]/keys", false},
      {"https://user:password@auth.example/keys", false},
      {"https://user@auth.example/keys", false},
      {"file:///etc/passwd", false},
      {"ftp://127.0.0.1/keys", false},
      {"gopher://127.0.0.1/keys", false},
      {"auth.example/keys", false},
      {"https:auth.example", false},
      {"https://", false},
      {"", false},
      {"https://auth.example/a b", false},
      {"https://auth.example/\r\nX: y", false}};
  for (const auto& [url, may] : rows) EXPECT_EQ(may_be_fetched(url), may) << url;
}

TEST(HttpsGet, TakesTheBodyFromWhomItTrusts) {
  JwksServer server;
  server.publish({R"({"kty":"oct"})"});
  EXPECT_EQ(https_get(server.get(), {}), R"({"keys":[{"kty":"oct"}]})");
  server.behave("full");
  EXPECT_EQ(https_get(server.get(), {}).size(), 262'144U) << "as much as may be";
}

TEST(HttpsGet, TrustsNobodyElse) {
  JwksServer server;
  EXPECT_NE(failure_of(server.get(Door::kWrongName)), "");
  EXPECT_NE(failure_of(server.get(Door::kStranger)), "");
  HttpsGet by_system = server.get();
  by_system.ca_file.clear();
  EXPECT_NE(failure_of(by_system), "");
  HttpsGet by_nobody = server.get();
  by_nobody.ca_file = "/nowhere/ca.pem";
  EXPECT_NE(failure_of(by_nobody), "");
  HttpsGet in_clear = server.get();
  in_clear.url.replace(0, 5, "http");
  EXPECT_NE(failure_of(in_clear), "");
  EXPECT_EQ(server.count(), 0) << "no request left us";
}

TEST(HttpsGet, GivesUpOnAServerThatMisbehaves) {
  JwksServer server;
  const std::pair<const char*, const char*> rows[] = {
      {"broken", "status 500"}, {"redirect", "status 302"}, {"down", ""},          {"huge", "size"},
      {"endless", ""},          {"slow", "imeout"},         {"dripping", "imeout"}};
  for (const auto& [mode, words] : rows) {
    server.behave(mode);
    std::string reason;
    const std::int64_t ms = ms_of([&] { reason = failure_of(server.get()); });
    EXPECT_NE(reason, "") << mode;
    EXPECT_NE(reason.find(words), std::string::npos) << mode << ": " << reason;
    EXPECT_LT(ms, 1'900) << mode;
  }
  server.kill();
  EXPECT_NE(failure_of(server.get()), "");
}

TEST(HttpsGet, StopsSoonWhenItIsAskedTo) {
  JwksServer server;
  server.behave("slow");
  HttpsGet patient = server.get();
  patient.timeout_ms = 60'000;
  std::stop_source source;
  source.request_stop();
  EXPECT_LT(ms_of([&] { EXPECT_NE(failure_of(patient, source.get_token()), ""); }), 1'900);
}

}  // namespace
}  // namespace nemo::identity
