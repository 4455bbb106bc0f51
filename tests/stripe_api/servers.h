#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/stripe_api/http_stripe_api.h"

namespace nemo::stripe_api {

// A server in Python, running; it ends with this.
class RunningServer {
 public:
  // Waits for `ports` numbers on the first line that it prints.
  RunningServer(const std::string& script, int ports);
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  int port(int number) const { return ports_[number]; }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  pid_t child_ = -1;
  int input_ = -1;
  int ports_[4] = {};
};

inline constexpr char kKey[] = "sk_test_ofTheFakeAndOfNobodyElse";

// The fake of Stripe (ops/stripe_fake), whose clock stands. One server serves all tests.
class Fake {
 public:
  enum class Door : std::uint8_t { kHttp, kRight, kWrongName, kStranger };

  // A new account; one at a time.
  Fake();

  std::string url(Door door = Door::kHttp) const;
  // Little patience, so that no test waits long.
  HttpStripeOptions options(Door door = Door::kHttp) const;
  std::unique_ptr<HttpStripeApi> api(std::string key = kKey) const;

  // POST to a path, with the parameters in it; the answer's body.
  std::string post(const std::string& path) const;
  // The elements of an answer that is a list.
  std::vector<std::string> post_for_list(const std::string& path) const;
};

// A member as it is written; empty if there is none.
std::string text_of(const std::string& object, const char* name);

}  // namespace nemo::stripe_api
