#include "adapters/http/listen_address.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace nemo::http {
namespace {

using Kind = ListenAddress::Kind;

constexpr std::size_t kUnixPathMax = 107;  // sockaddr_un's, without its NUL

[[noreturn]] void fail(std::string_view text, const std::string& reason) {
  throw ServerFailure{std::string(text) + ": " + reason};
}

ListenAddress parse_unix(std::string_view text) {
  ListenAddress found;
  found.kind = Kind::kUnix;
  found.path = text.substr(text.find(':') + 1);
  if (found.path.empty() || found.path.size() > kUnixPathMax) {
    fail(text, "a socket's path has 1 to 107 bytes; give unix:PATH");
  }
  return found;
}

std::uint16_t parse_port(std::string_view text, std::string_view whole) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    fail(whole, "no port; give ADDRESS:PORT, the port from 0 to 65535");
  }
  return port;
}

void parse_host(std::string_view host, std::string_view whole, ListenAddress& found) {
  if (host == "localhost") host = "127.0.0.1";
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  found.address = bracketed ? host.substr(1, host.size() - 2) : host;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(found.address, error);
  if (error || address.is_v6() != bracketed) {
    fail(whole, "not an IP address; give one, of IPv6 in brackets, or localhost");
  }
  if (found.kind == Kind::kHttp && !address.is_loopback()) {
    fail(whole,
         "plain HTTP would show keys to the network; listen on https://, on a loopback address, "
         "or on unix:PATH");
  }
}

}  // namespace

ListenAddress parse_listen_address(std::string_view text) {
  if (text.starts_with("unix:")) return parse_unix(text);
  ListenAddress found;
  found.kind = text.starts_with("http://") ? Kind::kHttp : Kind::kHttps;
  if (found.kind == Kind::kHttps && !text.starts_with("https://")) {
    fail(text,
         "not an address to listen on; give https://ADDRESS:PORT, http://ADDRESS:PORT or "
         "unix:PATH");
  }
  const std::string_view place = text.substr(text.find("//") + 2);
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos) fail(text, "no port; give ADDRESS:PORT");
  found.port = parse_port(place.substr(colon + 1), text);
  parse_host(place.substr(0, colon), text, found);
  return found;
}

std::string format_listen_address(const ListenAddress& address) {
  if (address.kind == Kind::kUnix) return "unix:" + address.path;
  const bool bracketed = address.address.find(':') != std::string::npos;
  const std::string host = bracketed ? "[" + address.address + "]" : address.address;
  const std::string scheme = address.kind == Kind::kHttps ? "https://" : "http://";
  return scheme + host + ":" + std::to_string(address.port);
}

}  // namespace nemo::http
