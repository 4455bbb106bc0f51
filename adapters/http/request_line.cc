#include "adapters/http/request_line.h"

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

constexpr Method kMethods[] = {Method::kGet,     Method::kHead,  Method::kPost,
                               Method::kPut,     Method::kPatch, Method::kDelete,
                               Method::kOptions, Method::kTrace, Method::kQuery};

std::optional<Refusal> read_method(std::string_view text, RequestHead& head) {
  for (const Method method : kMethods) {
    if (method_name(method) != text) continue;
    head.method = method;
    return std::nullopt;
  }
  if (text.empty() || !all_of(text, CharacterClass::kToken)) return Refusal{400, "no method"};
  return Refusal{501, "the method is not offered"};
}

std::optional<Refusal> read_version(std::string_view text, RequestHead& head) {
  const bool formed = text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) &&
                      text[6] == '.' && is_digit(text[7]);
  if (!formed) return Refusal{400, "no HTTP version"};
  if (text != "HTTP/1.1" && text != "HTTP/1.0") return Refusal{505, "the version is not HTTP/1.1"};
  head.version_minor = text[7] - '0';
  head.keep_alive = head.version_minor == 1;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> read_request_line(std::string_view line, const HeadLimits& limits,
                                         RequestHead& head) {
  if (line == "PRI * HTTP/2.0") return Refusal{505, "HTTP/2 is not offered"};
  if (!all_of(line, CharacterClass::kLine)) {
    return Refusal{400, "the request line is not printable ASCII"};
  }
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return Refusal{400, "the request line has not three parts"};
  }
  if (auto refusal = read_method(line.substr(0, first), head)) return refusal;
  if (auto refusal = read_version(line.substr(last + 1), head)) return refusal;
  return read_target(line.substr(first + 1, last - first - 1), limits, head);
}

}  // namespace nemo::http
