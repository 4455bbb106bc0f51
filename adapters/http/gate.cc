#include "adapters/http/gate.h"

#include <utility>

#include "adapters/http/fields.h"
#include "adapters/http/framing.h"
#include "adapters/http/head_scanner.h"
#include "adapters/http/request_line.h"
#include "events/values/assert.h"

namespace nemo::http {
namespace {

// The next line without its CRLF, taken off. Requires that there is one.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

std::optional<Refusal> read_head(std::string_view rest, const HeadLimits& limits,
                                 RequestHead& head) {
  std::string_view line = take_line(rest);
  if (line.empty()) line = take_line(rest);
  if (auto refusal = read_request_line(line, limits, head)) return refusal;
  head.fields.reserve(16);
  for (line = take_line(rest); !line.empty(); line = take_line(rest)) {
    if (auto refusal = read_field(line, head)) return refusal;
  }
  if (auto refusal = check_host(head)) return refusal;
  return decide_framing(limits, head);
}

}  // namespace

Verdict judge_head(std::string_view bytes, const HeadLimits& limits) {
  HeadScanner scanner(limits);
  const HeadScanner::Found found = scanner.scan(bytes);
  if (found.state == HeadScanner::State::kRefused) return found.refusal;
  if (found.state == HeadScanner::State::kMore || found.size != bytes.size()) {
    return Refusal{400, "the head does not end with its empty line"};
  }
  return judge_scanned_head(bytes, limits);
}

Verdict judge_scanned_head(std::string_view bytes, const HeadLimits& limits) {
  NEMO_ASSERT(bytes.ends_with("\r\n\r\n"));
  RequestHead head;
  if (auto refusal = read_head(bytes, limits, head)) return *refusal;
  return head;
}

}  // namespace nemo::http
