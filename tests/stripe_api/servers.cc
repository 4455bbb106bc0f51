#include "tests/stripe_api/servers.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "adapters/stripe_api/json_text.h"
#include "tests/servers/python_server.h"

namespace nemo::stripe_api {
namespace {

const RunningServer& fake_server() {
  static const RunningServer kServer("tests/stripe_api/fake_server.py", 4);
  return kServer;
}

}  // namespace

RunningServer::RunningServer(const std::string& script, int ports)
    : folder_(testing::TempDir() + "nemo-stripe-XXXXXX") {
  EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
  int output = -1;
  child_ = start_python_server(script, folder_, input_, output);
  FILE* line = ::fdopen(output, "r");
  for (int i = 0; i < ports; ++i) EXPECT_EQ(std::fscanf(line, "%d", &ports_[i]), 1) << script;
  std::fclose(line);
}

RunningServer::~RunningServer() {
  ::close(input_);
  ::waitpid(child_, nullptr, 0);
  std::filesystem::remove_all(folder_);
}

Fake::Fake() { post("/_test/reset"); }

std::string Fake::url(Door door) const {
  return (door == Door::kHttp ? "http://127.0.0.1:" : "https://127.0.0.1:") +
         std::to_string(fake_server().port(static_cast<int>(door)));
}

HttpStripeOptions Fake::options(Door door) const {
  HttpStripeOptions options;
  options.base_url = url(door);
  options.limits.timeout_ms = 10'000;
  options.limits.ca_file = fake_server().folder() + "/ca.pem";
  options.retries = {.attempts_max = 4, .first_pause_ms = 4, .pause_ms_max = 40};
  return options;
}

std::unique_ptr<HttpStripeApi> Fake::api(std::string key) const {
  return std::make_unique<HttpStripeApi>(ApiKey(key, "file:stripe.key"), options());
}

std::string Fake::post(const std::string& path) const {
  HttpConnection connection{HttpLimits{}};
  const HttpAnswer answer = connection.exchange(
      {HttpRequest::Method::kPost, url() + path, {std::string("Authorization: Bearer ") + kKey}},
      {});
  EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
  return answer.body;
}

std::vector<std::string> Fake::post_for_list(const std::string& path) const {
  const std::string answer = post(path);
  const auto found = elements(answer);
  EXPECT_TRUE(found) << answer;
  return found ? std::vector<std::string>(found->begin(), found->end())
               : std::vector<std::string>();
}

std::string text_of(const std::string& object, const char* name) {
  const auto value = member(object, name);
  return value ? std::string(*value) : "";
}

}  // namespace nemo::stripe_api
