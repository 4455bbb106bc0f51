#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <memory>
#include <vector>

#include "adapters/http/loop.h"

namespace nemo::http {

// Listens at one address and gives each connection to the next loop. Thread rule: open() and
// close() from one thread.
class Listener {
 public:
  // `tls`: of an https:// address; it outlives the connections.
  Listener(const std::vector<std::shared_ptr<Loop>>& loops, ListenAddress address,
           asio::ssl::context* tls);
  ~Listener();

  // Binds and begins to listen. Throws ServerFailure.
  void open();
  void close();
  // With the port that was bound.
  const ListenAddress& address() const { return address_; }

 private:
  using Endpoint = asio::generic::stream_protocol::endpoint;
  using Acceptor =
      asio::basic_socket_acceptor<asio::generic::stream_protocol, asio::io_context::executor_type>;

  Endpoint endpoint() const;
  void bind(const Endpoint& endpoint);
  void remove_socket();
  void accept();
  void welcome(Socket socket);
  [[noreturn]] void fail(const std::string& reason) const;

  std::vector<std::shared_ptr<Loop>> loops_;
  ListenAddress address_;
  asio::ssl::context* tls_;
  Acceptor acceptor_;
  asio::steady_timer pause_;
  std::size_t next_loop_ = 0;
  bool is_socket_ours_ = false;
};

}  // namespace nemo::http
