#include "adapters/http/fields.h"

#include <algorithm>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

// What has no meaning, or more than one, when it comes twice.
constexpr std::string_view kSingletons[] = {
    "authorization",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "from",
    "host",
    "idempotency-key",
    "if-modified-since",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "range",
    "referer",
    "stripe-signature",
    "traceparent",
    "transfer-encoding",
    "user-agent",
    "x-api-key",
    "x-request-id",
};

// Some servers take '_' for '-': such a name would frame the body for them and not for us.
bool is_disguised(std::string_view name) {
  return name == "content_length" || name == "transfer_encoding";
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  int port = 0;
  for (const char c : text) {
    if (!is_digit(c)) return false;
    port = port * 10 + (c - '0');
  }
  return port <= 65'535;
}

bool is_ipv6_literal(std::string_view text) {
  if (text.size() < 4 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  return text.find(':') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
}

bool is_host(std::string_view text) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
  const std::string_view name = text.substr(0, colon);
  if (name.empty() || name.size() > 255) return false;
  return all_of(name, CharacterClass::kHost) || is_ipv6_literal(name);
}

std::optional<Refusal> add_field(std::string name, std::string_view value, RequestHead& head) {
  for (Field& before : head.fields) {
    if (before.name != name) continue;
    if (std::find(std::begin(kSingletons), std::end(kSingletons), name) != std::end(kSingletons)) {
      return Refusal{400, "a header field that may come once comes twice"};
    }
    before.value.append(", ").append(value);
    return std::nullopt;
  }
  head.fields.push_back({std::move(name), std::string(value)});
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_field(std::string_view line, RequestHead& head) {
  if (line.front() == ' ' || line.front() == '\t') {
    return Refusal{400, "a header field goes on in the next line"};
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return Refusal{400, "a header field without a colon"};
  std::string name(line.substr(0, colon));
  if (name.empty() || !all_of(name, CharacterClass::kToken)) {
    return Refusal{400, "a header field's name is not a token"};
  }
  for (char& c : name) c = lower(c);
  if (is_disguised(name)) return Refusal{400, "a header field's name that others misread"};
  return add_field(std::move(name), trimmed(line.substr(colon + 1)), head);
}

std::optional<Refusal> check_host(const RequestHead& head) {
  const std::string* host = head.field("host");
  if (host == nullptr) return Refusal{400, "no Host"};
  if (!is_host(*host)) return Refusal{400, "Host is not a name or an address"};
  return std::nullopt;
}

}  // namespace nemo::http
