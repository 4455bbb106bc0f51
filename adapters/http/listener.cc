#include "adapters/http/listener.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <chrono>

#include "adapters/http/peer.h"

namespace nemo::http {
namespace {

// When the process has no descriptor left, asking again at once would only burn time.
constexpr std::chrono::milliseconds kPause{100};

// A socket that a process left behind is nobody's any more.
void remove_stale_socket(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return;
  asio::io_context context;
  asio::local::stream_protocol::socket probe(context);
  boost::system::error_code error;
  probe.connect(asio::local::stream_protocol::endpoint(path), error);
  if (error == asio::error::connection_refused) ::unlink(path.c_str());
}

}  // namespace

Listener::Listener(const std::vector<std::shared_ptr<Loop>>& loops, ListenAddress address,
                   asio::ssl::context* tls)
    : loops_(loops),
      address_(std::move(address)),
      tls_(tls),
      acceptor_(loops_.front()->context()),
      pause_(loops_.front()->context()) {}

Listener::~Listener() { remove_socket(); }

void Listener::fail(const std::string& reason) const {
  throw ServerFailure{format_listen_address(address_) + ": " + reason +
                      "; listen on an address of this machine that is free"};
}

Listener::Endpoint Listener::endpoint() const {
  if (address_.kind == ListenAddress::Kind::kUnix) {
    return asio::local::stream_protocol::endpoint(address_.path);
  }
  return asio::ip::tcp::endpoint(asio::ip::make_address(address_.address), address_.port);
}

void Listener::bind(const Endpoint& endpoint) {
  acceptor_.open(endpoint.protocol());
  if (address_.kind == ListenAddress::Kind::kUnix) {
    remove_stale_socket(address_.path);
    acceptor_.bind(endpoint);
    is_socket_ours_ = true;
    // Before it listens, so that nobody else comes in first.
    ::chmod(address_.path.c_str(), 0600);
  } else {
    acceptor_.set_option(Acceptor::reuse_address(true));
    if (address_.address.find(':') != std::string::npos) {
      acceptor_.set_option(asio::ip::v6_only(true));
    }
    acceptor_.bind(endpoint);
  }
  acceptor_.listen();
}

void Listener::open() {
  try {
    bind(endpoint());
    if (address_.kind != ListenAddress::Kind::kUnix) {
      address_.port = port_of(acceptor_.local_endpoint());
    }
  } catch (const boost::system::system_error& error) {
    fail(error.code().message());
  }
  asio::post(acceptor_.get_executor(), [this] { accept(); });
}

void Listener::close() {
  asio::post(acceptor_.get_executor(), [this] {
    boost::system::error_code ignored;
    pause_.cancel();
    acceptor_.close(ignored);
    remove_socket();
  });
}

void Listener::remove_socket() {
  if (is_socket_ours_) ::unlink(address_.path.c_str());
  is_socket_ours_ = false;
}

void Listener::accept() {
  if (!acceptor_.is_open()) return;
  Loop& loop = *loops_[next_loop_];
  acceptor_.async_accept(loop.context(), [this](const auto& error, Socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      welcome(std::move(socket));
      return accept();
    }
    pause_.expires_after(kPause);
    pause_.async_wait([this](const auto& cancelled) {
      if (!cancelled) accept();
    });
  });
}

void Listener::welcome(Socket socket) {
  Service& service = loops_.front()->service();
  boost::system::error_code error;
  const Peer peer = peer_of(socket.remote_endpoint(error));
  auto place = service.draining || error ? nullptr : service.admissions.admit(peer.network);
  if (!place) return Metering::add(service.metering.connections_refused);
  Metering::add(service.metering.connections_accepted);
  if (address_.kind != ListenAddress::Kind::kUnix) {
    socket.set_option(asio::ip::tcp::no_delay(true), error);
  }
  Loop& loop = *loops_[next_loop_];
  next_loop_ = (next_loop_ + 1) % loops_.size();
  loop.adopt(
      std::make_shared<Arrival>(Arrival{std::move(socket), tls_, std::move(place), peer.address}));
}

}  // namespace nemo::http
