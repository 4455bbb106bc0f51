#include "tests/http/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

namespace nemo::http {
namespace {

constexpr timeval kPatience{5, 0};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

ReceivedAnswer head_of(const std::string& head) {
  ReceivedAnswer answer;
  answer.status = std::stoi(head.substr(9, 3));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    const std::size_t colon = head.find(": ", at);
    answer.fields[lower_case(head.substr(at, colon - at))] =
        head.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  return answer;
}

}  // namespace

Client::Client(const ListenAddress& address, const ClientTls& tls) {
  std::signal(SIGPIPE, SIG_IGN);
  connect(address);
  if (connected_ && address.kind == ListenAddress::Kind::kHttps) begin_tls(tls);
}

Client::~Client() {
  if (tls_ != nullptr && connected_) SSL_shutdown(tls_);
  SSL_free(tls_);
  SSL_CTX_free(context_);
  if (socket_ >= 0) ::close(socket_);
}

void Client::connect(const ListenAddress& address) {
  if (address.kind == ListenAddress::Kind::kUnix) {
    sockaddr_un place{};
    place.sun_family = AF_UNIX;
    std::strncpy(place.sun_path, address.path.c_str(), sizeof place.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0;
  } else {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(address.port);
    ::inet_pton(AF_INET, address.address.c_str(), &place.sin_addr);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0;
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
}

void Client::begin_tls(const ClientTls& tls) {
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context_, 0);
  SSL_CTX_set_min_proto_version(context_, tls.version_min);
  SSL_CTX_set_max_proto_version(context_, tls.version_max);
  if (!tls.suites.empty()) SSL_CTX_set_cipher_list(context_, tls.suites.c_str());
  tls_ = SSL_new(context_);
  if (!tls.protocols.empty()) {
    SSL_set_alpn_protos(tls_, reinterpret_cast<const unsigned char*>(tls.protocols.data()),
                        static_cast<unsigned>(tls.protocols.size()));
  }
  SSL_set_fd(tls_, socket_);
  connected_ = SSL_connect(tls_) == 1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = static_cast<int>(bytes.size());
    const auto sent = tls_ != nullptr ? SSL_write(tls_, bytes.data(), size)
                                      : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// False at the end of the connection, and when nothing comes in time.
bool Client::more() {
  char bytes[16 * 1024];
  const auto count = tls_ != nullptr ? SSL_read(tls_, bytes, sizeof bytes)
                                     : ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::optional<ReceivedAnswer> Client::answer(Body body) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!more()) return std::nullopt;
  }
  ReceivedAnswer found = head_of(received_.substr(0, end + 2));
  received_.erase(0, end + 4);
  if (found.status == 100) return answer(body);
  const std::string length = found.field("content-length");
  if (body == Body::kHeadOnly || length.empty()) return found;
  const std::size_t size = std::stoul(length);
  while (received_.size() < size) {
    if (!more()) return std::nullopt;
  }
  found.body = received_.substr(0, size);
  received_.erase(0, size);
  return found;
}

bool Client::is_ended() {
  if (!received_.empty() || more()) return false;
  if (tls_ == nullptr) return errno != EAGAIN;
  return SSL_get_shutdown(tls_) != 0 || errno != EAGAIN;
}

void Client::reset() {
  const linger none{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
  ::close(socket_);
  socket_ = -1;
  connected_ = false;
}

}  // namespace nemo::http
