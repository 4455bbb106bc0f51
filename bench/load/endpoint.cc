#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <regex>

#include "bench/load/stream.h"

namespace nemo::load {
namespace {

bool is_loopback(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  return std::memcmp(&v6.sin6_addr, &in6addr_loopback, sizeof in6addr_loopback) == 0;
}

}  // namespace

Endpoint::Endpoint(const std::string& url, const std::string& ca_file) {
  parse(url);
  resolve();
  if (tls_) trust(ca_file);
}

void Endpoint::parse(const std::string& url) {
  static const std::regex kForm(R"((https?)://(\[[0-9A-Fa-f:.]+\]|[^/:\[\]]+):([0-9]{1,5})/?)");
  std::smatch parts;
  if (!std::regex_match(url, parts, kForm)) {
    throw LoadFailure{"--url '" + url + "': must be https://HOST:PORT or http://HOST:PORT"};
  }
  host_ = parts[2];
  port_ = parts[3];
  authority_ = host_ + ":" + port_;
  if (host_.front() == '[') host_ = host_.substr(1, host_.size() - 2);
  if (parts[1] == "https") tls_.reset(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
}

void Endpoint::resolve() {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(host_.c_str(), port_.c_str(), &wanted, &found);
  if (failed != 0) throw LoadFailure{"--url: " + host_ + ": " + ::gai_strerror(failed)};
  std::memcpy(&address_, found->ai_addr, found->ai_addrlen);
  address_size_ = found->ai_addrlen;
  ::freeaddrinfo(found);
}

void Endpoint::trust(const std::string& ca_file) {
  SSL_CTX_set_min_proto_version(tls_.get(), TLS1_2_VERSION);
  SSL_CTX_set_read_ahead(tls_.get(), 1);
  verified_ = !ca_file.empty() || !is_loopback(address_);
  if (!verified_) return;
  SSL_CTX_set_verify(tls_.get(), SSL_VERIFY_PEER, nullptr);
  const bool loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(tls_.get()) == 1
                                      : SSL_CTX_load_verify_file(tls_.get(), ca_file.c_str()) == 1;
  if (!loaded) throw LoadFailure{"--ca-file '" + ca_file + "': no certificates can be read there"};
}

}  // namespace nemo::load
