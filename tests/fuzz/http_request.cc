#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "adapters/http/gate.h"
#include "adapters/http/head_scanner.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

using namespace http;

void promise_scanned_alike(std::string_view bytes, const HeadScanner::Found& whole) {
  HeadScanner scanner{HeadLimits()};
  HeadScanner::Found found;
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    found = scanner.scan(bytes.substr(0, size));
    if (found.state != HeadScanner::State::kMore) break;
  }
  promise(found.state == whole.state && found.size == whole.size,
          "a head is found alike byte by byte");
}

void promise_clean(const RequestHead& head) {
  promise(!head.path.empty() && head.path.front() == '/', "a path begins with a slash");
  for (const std::string& segment : head.segments) {
    promise(segment != "." && segment != "..", "no segment leads elsewhere");
    for (const char c : segment) promise(static_cast<unsigned char>(c) >= ' ', "nor controls");
  }
  for (const Field& field : head.fields) {
    promise(head.field(field.name) == &field.value, "a name comes once");
    promise(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
            "a value is one line");
  }
  promise(head.field("host") != nullptr, "there is a host");
}

// What is let in must mean the same to Beast.
void promise_read_alike(std::string_view bytes, const RequestHead& head) {
  boost::beast::http::request_parser<boost::beast::http::string_body> parser;
  parser.header_limit(1 << 20);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  promise(!error || error == boost::beast::http::error::need_more, "Beast takes it, too");
  promise(parser.get().method_string() == method_name(head.method), "with the same method");
  promise(parser.chunked() == (head.framing.kind == Framing::Kind::kChunked), "coding");
  promise(parser.content_length().value_or(0) == head.framing.length, "and length");
}

}  // namespace

// Any bytes in the place of a request's head: refused, or read as another parser reads them.
void try_bytes(std::string_view bytes) {
  const HeadScanner::Found found = HeadScanner(HeadLimits()).scan(bytes);
  promise_scanned_alike(bytes, found);
  if (found.state != HeadScanner::State::kComplete) {
    promise(std::holds_alternative<Refusal>(judge_head(bytes, {})), "half a head is refused");
    return;
  }
  bytes = bytes.substr(0, found.size);
  const Verdict verdict = judge_head(bytes, {});
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    promise(refusal->status >= 400 && !refusal->reason.empty(), "a refusal has its reason");
    return;
  }
  const auto& head = std::get<RequestHead>(verdict);
  promise_clean(head);
  if (!bytes.starts_with("\r\n")) promise_read_alike(bytes, head);
}

}  // namespace nemo::fuzz
