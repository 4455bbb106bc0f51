#include "adapters/stripe_api/base_url.h"

#include <algorithm>
#include <string_view>

namespace nemo::stripe_api {
namespace {

constexpr std::string_view kLoopback[] = {"127.0.0.1", "[::1]", "localhost"};

bool is_of_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_of_a_name);
}

// Takes ":PORT" off the end; false if what is there is no port.
bool take_port(std::string_view& host) {
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (colon == std::string_view::npos) return true;
  if (!is_port(host.substr(colon + 1))) return false;
  host = host.substr(0, colon);
  return true;
}

}  // namespace

bool is_base_url(const std::string& url) {
  const std::string_view text(url);
  const bool is_https = text.starts_with("https://");
  if (!is_https && !text.starts_with("http://")) return false;
  std::string_view host = text.substr(is_https ? 8 : 7);
  if (!take_port(host)) return false;
  const bool is_loopback =
      std::find(std::begin(kLoopback), std::end(kLoopback), host) != std::end(kLoopback);
  return is_loopback || (is_https && is_name(host));
}

}  // namespace nemo::stripe_api
