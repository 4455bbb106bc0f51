#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "bench/load/stream.h"

namespace nemo::load {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::size_t kPortDigitsMax = 5;

[[noreturn]] void refuse(const std::string& url) {
  throw LoadFailure{"--url '" + url + "': must be https://HOST:PORT or http://HOST:PORT"};
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= kPortDigitsMax &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

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
  std::string_view rest(url);
  const bool has_tls = rest.starts_with(kHttps);
  if (!has_tls && !rest.starts_with(kHttp)) refuse(url);
  rest.remove_prefix(has_tls ? kHttps.size() : kHttp.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t colon = std::min(rest.rfind(':'), rest.size());
  authority_ = rest;
  host_ = rest.substr(0, colon);
  port_ = rest.substr(std::min(colon + 1, rest.size()));
  if (host_.starts_with('[') && host_.ends_with(']')) {
    host_ = host_.substr(1, host_.size() - 2);
  } else if (host_.find(':') != std::string::npos) {
    refuse(url);
  }
  if (host_.empty() || host_.find_first_of("/[]@") != std::string::npos || !is_port(port_)) {
    refuse(url);
  }
  if (has_tls) tls_.reset(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
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
