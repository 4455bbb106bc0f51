#include "adapters/api/route.h"

#include <gtest/gtest.h>

#include <set>

#include "adapters/http/gate.h"

namespace nemo::api {
namespace {

http::RequestHead head_of(std::string_view method, std::string_view path) {
  const bool has_body = method == "POST" || method == "PATCH" || method == "PUT";
  const std::string text = std::string(method) + " " + std::string(path) +
                           " HTTP/1.1\r\nhost: a\r\n" + (has_body ? "content-length: 2\r\n" : "") +
                           "\r\n";
  const http::Verdict verdict = http::judge_head(text, {});
  EXPECT_TRUE(std::holds_alternative<http::RequestHead>(verdict)) << path;
  return std::get<http::RequestHead>(verdict);
}

TEST(Routes, EachIsFoundByItsPathAndNoTwoAreAlike) {
  std::set<std::string> names;
  std::set<Operation> operations;
  for (const Route& route : routes()) {
    std::string path(route.path);
    std::vector<std::string> expected;
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{')) {
      expected.push_back("x-" + std::to_string(expected.size()));
      path.replace(at, path.find('}') - at + 1, expected.back());
    }
    std::string allowed;
    const http::RequestHead head = head_of(route.method, path);
    const auto found = match(head, allowed);
    ASSERT_TRUE(found) << path;
    EXPECT_EQ(found->route, &route) << path;
    EXPECT_EQ(std::vector<std::string>(found->parameters.begin(), found->parameters.end()),
              expected);
    EXPECT_TRUE(names.emplace(route.name).second) << route.name;
    EXPECT_TRUE(operations.insert(route.operation).second) << route.name;
  }
}

TEST(Routes, OtherPathsAndMethodsAreNone) {
  std::string allowed;
  for (const char* path : {"/", "/v1", "/v1/", "/v1/reservations/", "/v1/orgs/acme/", "/V1/balance",
                           "/v1/balance/x", "/v1/orgs/acme/keys/k/rotate/x"}) {
    EXPECT_FALSE(match(head_of("GET", path), allowed)) << path;
  }
  const auto found = match(head_of("DELETE", "/v1/orgs/acme/keys"), allowed);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->route, nullptr);
  EXPECT_EQ(allowed, "GET, POST");
  EXPECT_EQ(match(head_of("HEAD", "/v1/balance"), allowed)->route->operation,
            Operation::kGetKeyBalance);
}

}  // namespace
}  // namespace nemo::api
