#include "adapters/http/peer.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <cstring>

namespace nemo::http {
namespace {

using boost::asio::ip::address_v6;
using boost::asio::ip::tcp;
using Endpoint = boost::asio::generic::stream_protocol::endpoint;

tcp::endpoint tcp_of(const Endpoint& endpoint) {
  tcp::endpoint found;
  const std::size_t size = std::min(endpoint.size(), found.capacity());
  std::memcpy(found.data(), endpoint.data(), size);
  found.resize(size);
  return found;
}

std::string network_of(address_v6 address) {
  auto bytes = address.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return address_v6(bytes).to_string() + "/64";
}

}  // namespace

Peer peer_of(const Endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  if (family != AF_INET && family != AF_INET6) return {"unix", ""};
  const auto address = tcp_of(endpoint).address();
  const std::string text = address.to_string();
  return {text, address.is_v6() ? network_of(address.to_v6()) : text};
}

std::uint16_t port_of(const Endpoint& endpoint) { return tcp_of(endpoint).port(); }

}  // namespace nemo::http
