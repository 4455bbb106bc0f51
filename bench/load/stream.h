#pragma once

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "bench/load/answer_reader.h"

namespace nemo::load {

// What the command line asks for and cannot be had; the message says what to do.
struct LoadFailure {
  std::string message;
};

// A server that was found: its address, and how to speak with it. Thread rule: none, it is
// constant.
class Endpoint {
 public:
  // https://HOST:PORT or http://HOST:PORT. The certificate is verified by the PEM file, or by the
  // system's authorities if none is named; on loopback without a file every certificate is taken.
  // Throws LoadFailure.
  Endpoint(const std::string& url, const std::string& ca_file);

  const std::string& authority() const { return authority_; }  // HOST:PORT, for the field Host

 private:
  friend class Stream;
  void parse(const std::string& url);
  void resolve();
  void trust(const std::string& ca_file);

  std::string authority_;
  std::string host_;
  std::string port_;
  bool verified_ = false;
  sockaddr_storage address_{};
  socklen_t address_size_ = 0;
  std::shared_ptr<SSL_CTX> tls_;  // nullptr: plain
};

// A connected socket, with TLS on it or without. Afterwards it never waits: who has asked polls the
// descriptor. OpenSSL is driven on the socket itself and reads ahead, so that an answer costs one
// system call. Thread rule: one thread.
class Stream {
 public:
  // Connects and shakes hands, at most ten seconds. Throws Disconnected.
  explicit Stream(const Endpoint& endpoint);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  int descriptor() const { return socket_; }
  // All of it: requests are small, and one is under way. Throws Disconnected.
  void write(std::string_view bytes);
  // What has come, until the next call; empty: no more for now. Throws Disconnected.
  std::string_view read();

 private:
  void connect(const Endpoint& endpoint);
  void begin_tls(const Endpoint& endpoint);

  int socket_ = -1;
  SSL* tls_ = nullptr;
  std::array<char, 16 * 1024> buffer_;
};

}  // namespace nemo::load
