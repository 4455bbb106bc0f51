#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "adapters/http/chunk_decoder.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

using State = http::ChunkDecoder::State;

constexpr std::uint64_t kBodyMax = 64 * 1024;

// The body as Beast has it.
std::string body_by_beast(std::string_view chunks) {
  boost::beast::http::request_parser<boost::beast::http::string_body> parser;
  parser.eager(true);
  boost::system::error_code error;
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string bytes = head + std::string(chunks);
  for (std::size_t at = 0; at < bytes.size() && !parser.is_done() && !error;) {
    const std::size_t took =
        parser.put(boost::asio::buffer(bytes.data() + at, bytes.size() - at), error);
    if (took == 0) break;
    at += took;
  }
  promise(parser.is_done() && !error, "Beast takes it, too");
  return parser.get().body();
}

}  // namespace

// Any bytes in the place of a chunked body: refused, or the same body however they arrive.
void try_bytes(std::string_view bytes) {
  http::ChunkDecoder decoder(kBodyMax);
  std::string body;
  std::string_view rest = bytes;
  const State state = decoder.feed(rest, body);
  promise(body.size() <= kBodyMax, "a body keeps its limit");
  http::ChunkDecoder again(kBodyMax);
  std::string same;
  State met = State::kMore;
  for (std::size_t i = 0; i < bytes.size() && met == State::kMore; ++i) {
    std::string_view byte = bytes.substr(i, 1);
    met = again.feed(byte, same);
  }
  promise(met == state && same == body, "byte by byte it is the same");
  if (state == State::kRefused) promise(decoder.refusal().status >= 400, "a refusal has a status");
  if (state != State::kDone) return;
  promise(body_by_beast(bytes.substr(0, bytes.size() - rest.size())) == body, "the same body");
}

}  // namespace nemo::fuzz
