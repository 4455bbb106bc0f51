#pragma once

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

namespace nemo::http {

namespace asio = boost::asio;

using Socket =
    asio::basic_stream_socket<asio::generic::stream_protocol, asio::io_context::executor_type>;

// A connected socket, of TCP or Unix, with TLS on it or without. One read and one write at a time.
// Thread rule: the thread of the socket's context.
class Transport {
 public:
  // `tls` outlives the transport; nullptr: plain.
  Transport(Socket socket, asio::ssl::context* tls) : socket_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(socket_, *tls);
  }

  bool is_tls() const { return tls_.has_value(); }

  // Done: void(error_code). Requires TLS.
  template <class Done>
  void handshake(Done&& done) {
    tls_->async_handshake(asio::ssl::stream_base::server, std::forward<Done>(done));
  }

  // Done: void(error_code, std::size_t).
  template <class Done>
  void read_some(asio::mutable_buffer into, Done&& done) {
    if (tls_) {
      tls_->async_read_some(into, std::forward<Done>(done));
    } else {
      socket_.async_read_some(into, std::forward<Done>(done));
    }
  }

  using Buffers = std::array<asio::const_buffer, 2>;
  template <class Done>
  void write(const Buffers& buffers, Done&& done) {
    if (tls_) {
      asio::async_write(*tls_, buffers, std::forward<Done>(done));
    } else {
      asio::async_write(socket_, buffers, std::forward<Done>(done));
    }
  }

  // Says that no more will be written. Done: void(), once it is said.
  template <class Done>
  void finish(Done&& done) {
    if (!tls_) {
      asio::post(socket_.get_executor(), [this, done = std::forward<Done>(done)] {
        end_writing();
        done();
      });
      return;
    }
    tls_->async_shutdown([this, done = std::forward<Done>(done)](const auto&) {
      end_writing();
      done();
    });
  }

  // Reads what is beneath TLS, to throw it away.
  template <class Done>
  void read_raw(asio::mutable_buffer into, Done&& done) {
    socket_.async_read_some(into, std::forward<Done>(done));
  }

  // Ends what is under way with an error.
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  void end_writing() {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

  Socket socket_;
  std::optional<asio::ssl::stream<Socket&>> tls_;
};

}  // namespace nemo::http
