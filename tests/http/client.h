#pragma once

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/listen_address.h"

namespace nemo::http {

struct ReceivedAnswer {
  int status = 0;
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;

  std::string field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  }
};

// How a client speaks TLS; it takes every certificate.
struct ClientTls {
  int version_min = TLS1_2_VERSION;
  int version_max = TLS1_3_VERSION;
  std::string suites = {};     // of TLS 1.2
  std::string protocols = {};  // of ALPN, each with its length before it
};

// A client that sends what bytes it is told to. No call waits longer than five seconds.
class Client {
 public:
  explicit Client(const ListenAddress& address, const ClientTls& tls = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The handshake, if one was needed, went well.
  bool is_connected() const { return connected_; }
  SSL* ssl() { return tls_; }
  bool send(std::string_view bytes);
  // The next answer but 100; nothing if the connection ends before it is whole. `head_only`: of a
  // HEAD request.
  enum class Body { kExpected, kHeadOnly };
  std::optional<ReceivedAnswer> answer(Body body = Body::kExpected);
  // Whether the server ends the connection, and nothing comes before that.
  bool is_ended();
  // Lets the connection go with a reset.
  void reset();

 private:
  void connect(const ListenAddress& address);
  void begin_tls(const ClientTls& tls);
  bool more();

  int socket_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* tls_ = nullptr;
  bool connected_ = false;
  std::string received_;
};

}  // namespace nemo::http
