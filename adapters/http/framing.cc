#include "adapters/http/framing.h"

#include <algorithm>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

bool takes_body(Method method) {
  return method == Method::kPost || method == Method::kPut || method == Method::kPatch ||
         method == Method::kQuery;
}

std::optional<Refusal> read_length(std::string_view text, const HeadLimits& limits,
                                   RequestHead& head) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  if (!digits || (text.size() > 1 && text.front() == '0')) {
    return Refusal{400, "Content-Length is not a number"};
  }
  if (text.size() > 18) return Refusal{413, "the body is too large"};
  std::uint64_t length = 0;
  for (const char c : text) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  const bool is_large = !limits.large_path.empty() && head.path == limits.large_path;
  if (length > (is_large ? limits.large_body_bytes_max : limits.body_bytes_max))
    return Refusal{413, "the body is too large"};
  if (length > 0) head.framing = {Framing::Kind::kLength, length};
  return std::nullopt;
}

std::optional<Refusal> read_coding(const std::string& coding, RequestHead& head) {
  if (head.field("content-length") != nullptr) {
    return Refusal{400, "Transfer-Encoding beside Content-Length"};
  }
  if (head.version_minor == 0) return Refusal{400, "Transfer-Encoding in HTTP/1.0"};
  if (!equals_ignoring_case(coding, "chunked")) {
    return Refusal{501, "the transfer coding is not chunked"};
  }
  head.framing = {Framing::Kind::kChunked, 0};
  return std::nullopt;
}

std::optional<Refusal> read_connection(std::string_view options, RequestHead& head) {
  while (!options.empty()) {
    const std::size_t end = std::min(options.find(','), options.size());
    const std::string_view option = trimmed(options.substr(0, end));
    if (!all_of(option, CharacterClass::kToken)) {
      return Refusal{400, "Connection is not a list of tokens"};
    }
    if (equals_ignoring_case(option, "close")) head.keep_alive = false;
    options.remove_prefix(std::min(end + 1, options.size()));
  }
  return std::nullopt;
}

std::optional<Refusal> read_expect(std::string_view expected, RequestHead& head) {
  if (!equals_ignoring_case(expected, "100-continue")) {
    return Refusal{417, "Expect is not 100-continue"};
  }
  head.expects_continue = head.version_minor == 1 && head.framing.kind != Framing::Kind::kNone;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> decide_framing(const HeadLimits& limits, RequestHead& head) {
  if (head.field("upgrade") != nullptr) return Refusal{501, "Upgrade is not offered"};
  if (const std::string* coding = head.field("transfer-encoding")) {
    if (auto refusal = read_coding(*coding, head)) return refusal;
  }
  if (const std::string* length = head.field("content-length")) {
    if (auto refusal = read_length(*length, limits, head)) return refusal;
  }
  if (head.framing.kind != Framing::Kind::kNone && !takes_body(head.method)) {
    return Refusal{400, "a body with a method that takes none"};
  }
  if (const std::string* options = head.field("connection")) {
    if (auto refusal = read_connection(*options, head)) return refusal;
  }
  if (const std::string* expected = head.field("expect")) return read_expect(*expected, head);
  return std::nullopt;
}

}  // namespace nemo::http
