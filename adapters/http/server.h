#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/http/access_record.h"
#include "adapters/http/certificate.h"
#include "adapters/http/counters.h"
#include "adapters/http/limits.h"
#include "adapters/http/listen_address.h"
#include "adapters/http/request.h"

namespace nemo::http {

struct ServerOptions {
  std::vector<ListenAddress> listen;
  std::optional<CertificateFiles> certificate = {};  // needed to listen by https://
  unsigned io_threads = 2;
  HeadLimits head = {};
  ConnectionLimits connection = {};
  // Called once a request that came to its end, from the I/O threads; must not block. May be empty.
  std::function<void(const AccessRecord&)> access_log = {};
};

// An HTTP/1.1 server. Each connection belongs to one I/O thread; its requests are read, handled and
// answered one after the other, so that answers keep the order of a pipeline. What the gate
// (gate.h) refuses is answered with a reason and closed. Every answer has Date, Content-Length,
// x-request-id and the security headers of response.cc.
// Thread rule: counters() and certificate_end() from any thread; the rest from one, which is no I/O
// thread.
class Server {
 public:
  // Listens and serves. Throws ServerFailure.
  Server(ServerOptions options, Handler handler);
  // Ends at once; answers that come later go nowhere.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // As they were bound: with the port that was free where 0 was asked for.
  const std::vector<ListenAddress>& addresses() const;

  // Listens no more, closes connections that ask nothing yet, answers what is under way, at most
  // this long, and ends. True if all was answered.
  bool drain(std::chrono::milliseconds patience);

  ServerCounters counters() const;
  // When its certificate ends, in seconds since 1970; nothing without TLS.
  std::optional<std::int64_t> certificate_end() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo::http
