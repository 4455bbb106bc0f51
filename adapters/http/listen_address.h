#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::http {

// Why a server cannot serve: the thing, the reason and the fix.
struct ServerFailure {
  std::string message;
};

// Where a server listens, and how:
//   https://ADDRESS:PORT   TLS
//   http://ADDRESS:PORT    plain, on loopback addresses alone
//   unix:PATH              plain, on a socket that its owner alone may use
// ADDRESS is an IP address, one of IPv6 in brackets, or `localhost`, which is 127.0.0.1. Port 0 is
// any that is free.
struct ListenAddress {
  enum class Kind : std::uint8_t { kHttps, kHttp, kUnix };
  Kind kind = Kind::kHttps;
  std::string address;  // without brackets
  std::uint16_t port = 0;
  std::string path;  // of kUnix
};

// Throws ServerFailure for any other text, and for plain HTTP on what is not loopback.
ListenAddress parse_listen_address(std::string_view text);
std::string format_listen_address(const ListenAddress& address);

}  // namespace nemo::http
