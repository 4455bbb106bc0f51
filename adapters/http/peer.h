#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>
#include <string>

namespace nemo::http {

// Who is at the other end of a socket.
struct Peer {
  std::string address;  // an IP address, or "unix"
  // What connections are counted by: the address, of IPv6 its first 64 bits, of a Unix socket
  // empty.
  std::string network;
};

Peer peer_of(const boost::asio::generic::stream_protocol::endpoint& endpoint);

// Of an IP endpoint.
std::uint16_t port_of(const boost::asio::generic::stream_protocol::endpoint& endpoint);

}  // namespace nemo::http
