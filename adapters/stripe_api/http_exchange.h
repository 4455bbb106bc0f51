#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace nemo::stripe_api {

struct HttpRequest {
  enum class Method : std::uint8_t { kGet, kPost };
  Method method = Method::kGet;
  std::string url;
  std::vector<std::string> headers = {};  // "name: value"
  std::string body = {};
};

struct HttpAnswer {
  int status = 0;          // 0: no whole answer came
  std::string fault = {};  // why none did
  std::string body = {};
  std::optional<bool> should_retry = {};    // Stripe-Should-Retry
  std::optional<long> retry_after_ms = {};  // Retry-After
  std::string request_id = {};              // Request-Id
};

struct HttpLimits {
  long connect_ms = 10'000;
  long timeout_ms = 80'000;  // for all of an exchange
  std::size_t body_bytes_max = 33'554'432;
  std::string ca_file = {};  // whom to trust, PEM; empty: as the system does
};

// Exchanges over a connection that stays open between them: TLS 1.2 or later with the server's name
// and chain verified, no redirect followed, no cookie, no compression. Thread rule: one thread.
class HttpConnection {
 public:
  explicit HttpConnection(HttpLimits limits);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // Gives up soon after a stop is requested.
  HttpAnswer exchange(const HttpRequest& request, std::stop_token stop);

 private:
  struct Handle;
  HttpLimits limits_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace nemo::stripe_api
