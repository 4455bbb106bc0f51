#include "bench/load/stream.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nemo::load {
namespace {

constexpr timeval kConnectTime{10, 0};

[[noreturn]] void fail(const std::string& what) {
  throw Disconnected{what + ": " + std::strerror(errno)};
}

[[noreturn]] void fail_tls(const std::string& what) {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  throw Disconnected{what + ": " + (reason == nullptr ? "TLS ended" : reason)};
}

bool is_address(const std::string& host) {
  return host.find_first_not_of("0123456789.") == std::string::npos ||
         host.find(':') != std::string::npos;
}

}  // namespace

Stream::Stream(const Endpoint& endpoint) {
  try {
    connect(endpoint);
    if (endpoint.tls_) begin_tls(endpoint);
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
  } catch (...) {
    SSL_free(tls_);
    ::close(socket_);
    throw;
  }
}

Stream::~Stream() {
  SSL_free(tls_);
  ::close(socket_);
}

void Stream::connect(const Endpoint& endpoint) {
  socket_ = ::socket(endpoint.address_.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) fail("no more sockets");
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kConnectTime, sizeof kConnectTime);
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kConnectTime, sizeof kConnectTime);
  const auto* address = reinterpret_cast<const sockaddr*>(&endpoint.address_);
  if (::connect(socket_, address, endpoint.address_size_) != 0) fail(endpoint.authority_);
}

void Stream::begin_tls(const Endpoint& endpoint) {
  tls_ = SSL_new(endpoint.tls_.get());
  SSL_set_fd(tls_, socket_);
  if (endpoint.verified_) {
    if (is_address(endpoint.host_)) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_), endpoint.host_.c_str());
    } else {
      SSL_set1_host(tls_, endpoint.host_.c_str());
      SSL_set_tlsext_host_name(tls_, endpoint.host_.c_str());
    }
  }
  if (SSL_connect(tls_) != 1) fail_tls(endpoint.authority_);
}

void Stream::write(std::string_view bytes) {
  if (tls_ == nullptr) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(bytes.size())) fail("cannot be written to");
  } else if (SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) <= 0) {
    fail_tls("cannot be written to");
  }
}

std::string_view Stream::read() {
  if (tls_ == nullptr) {
    const ssize_t size = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (size > 0) return {buffer_.data(), static_cast<std::size_t>(size)};
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (size < 0) fail("cannot be read from");
    throw Disconnected{"ended by the server"};
  }
  const int size = SSL_read(tls_, buffer_.data(), static_cast<int>(buffer_.size()));
  if (size > 0) return {buffer_.data(), static_cast<std::size_t>(size)};
  if (SSL_get_error(tls_, size) == SSL_ERROR_WANT_READ) return {};
  fail_tls("ended by the server");
}

}  // namespace nemo::load
