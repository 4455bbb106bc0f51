#include "adapters/http/server.h"

#include <algorithm>
#include <utility>

#include "adapters/http/listener.h"
#include "adapters/http/loop.h"
#include "adapters/http/service.h"
#include "adapters/http/tls_context.h"

namespace nemo::http {
namespace {

bool needs_tls(const ListenAddress& address) { return address.kind == ListenAddress::Kind::kHttps; }

}  // namespace

class Server::Inside {
 public:
  Inside(ServerOptions options, Handler handler)
      : service_(std::make_shared<Service>(std::move(options), std::move(handler))) {
    prepare_tls();
    const unsigned threads = std::max(service_->options.io_threads, 1U);
    for (unsigned i = 0; i < threads; ++i) loops_.push_back(std::make_shared<Loop>(service_));
    for (const ListenAddress& address : service_->options.listen) {
      asio::ssl::context* tls = needs_tls(address) ? &*tls_ : nullptr;
      listeners_.push_back(std::make_unique<Listener>(loops_, address, tls));
      listeners_.back()->open();
      addresses_.push_back(listeners_.back()->address());
    }
    for (const auto& loop : loops_) loop->start();
  }

  ~Inside() { end(); }

  bool drain(std::chrono::milliseconds patience) {
    close_doors();
    for (const auto& loop : loops_) loop->drain();
    const bool empty = service_->admissions.wait_until_empty(patience);
    end();
    return empty;
  }

  const std::vector<ListenAddress>& addresses() const { return addresses_; }

  std::optional<std::int64_t> certificate_end() const { return certificate_end_; }

  ServerCounters counters() const {
    ServerCounters read = service_->metering.read();
    read.connections_open = service_->admissions.open();
    return read;
  }

 private:
  void prepare_tls() {
    const auto& listen = service_->options.listen;
    if (std::none_of(listen.begin(), listen.end(), needs_tls)) return;
    if (!service_->options.certificate) {
      throw ServerFailure{"https:// without a certificate; give a certificate and its key"};
    }
    tls_.emplace(make_tls_context(*service_->options.certificate));
    certificate_end_ = nemo::http::certificate_end(*tls_);
  }

  void close_doors() {
    service_->draining = true;
    for (const auto& listener : listeners_) listener->close();
  }

  // The handler goes as well: who still holds a Respond keeps the loop, and nothing of the owner's.
  void end() {
    close_doors();
    for (const auto& loop : loops_) loop->end();
    service_->handler = nullptr;
    service_->options.access_log = nullptr;
  }

  std::shared_ptr<Service> service_;
  std::optional<asio::ssl::context> tls_;
  std::optional<std::int64_t> certificate_end_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<ListenAddress> addresses_;
};

Server::Server(ServerOptions options, Handler handler)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(handler))) {}

Server::~Server() = default;

const std::vector<ListenAddress>& Server::addresses() const { return inside_->addresses(); }

bool Server::drain(std::chrono::milliseconds patience) { return inside_->drain(patience); }

ServerCounters Server::counters() const { return inside_->counters(); }

std::optional<std::int64_t> Server::certificate_end() const { return inside_->certificate_end(); }

}  // namespace nemo::http
