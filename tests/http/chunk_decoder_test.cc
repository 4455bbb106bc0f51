#include "adapters/http/chunk_decoder.h"

#include <gtest/gtest.h>

#include <optional>

namespace nemo::http {
namespace {

using State = ChunkDecoder::State;

struct Decoded {
  State state = State::kMore;
  int status = 0;  // of a refusal
  std::string body = {};
  std::string rest = {};  // what is not the body's

  bool operator==(const Decoded&) const = default;
};

// Fed in two parts.
Decoded decoded(std::string_view bytes, std::size_t cut, std::uint64_t body_bytes_max) {
  ChunkDecoder decoder(body_bytes_max);
  Decoded found;
  std::string_view first = bytes.substr(0, cut);
  found.state = decoder.feed(first, found.body);
  std::string_view second = bytes.substr(cut);
  if (found.state == State::kMore) found.state = decoder.feed(second, found.body);
  if (found.state == State::kDone) found.rest = std::string(first) + std::string(second);
  if (found.state == State::kRefused) {
    found.status = decoder.refusal().status;
    found.body.clear();
  }
  return found;
}

struct Row {
  const char* name;
  std::string bytes;
  Decoded expected;
};

Decoded done(std::string body, std::string rest = "") {
  return {State::kDone, 0, std::move(body), std::move(rest)};
}

Decoded refused(int status) { return {State::kRefused, status}; }

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"one chunk", "5\r\nhello\r\n0\r\n\r\n", done("hello")},
      {"no bytes", "0\r\n\r\n", done("")},
      {"two chunks", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", done("abc")},
      {"a size in capitals", "A\r\n0123456789\r\n0\r\n\r\n", done("0123456789")},
      {"a size in small letters", "a\r\n0123456789\r\n0\r\n\r\n", done("0123456789")},
      {"leading zeros", "0005\r\nhello\r\n000\r\n\r\n", done("hello")},
      {"line ends within a chunk", "4\r\n\r\n\r\n\r\n0\r\n\r\n", done("\r\n\r\n")},
      {"the next request behind", "1\r\na\r\n0\r\n\r\nGET /", done("a", "GET /")},
      {"the largest body", "10\r\n0123456789abcdef\r\n0\r\n\r\n", done("0123456789abcdef")},
      {"not all of a size", "1", {State::kMore}},
      {"not all of a chunk", "5\r\nhel", {State::kMore, 0, "hel"}},
      {"not the last line", "0\r\n", {State::kMore}},
      {"a body one too large", "11\r\n", refused(413)},
      {"chunks that are too large together", "f\r\n0123456789abcde\r\n2\r\n", refused(413)},
      {"nine digits", "000000001\r\n", refused(400)},
      {"a size beyond 32 bits", "100000005\r\n", refused(400)},
      {"a size beyond 64 bits", "10000000000000005\r\n", refused(400)},
      {"the largest of eight digits", "ffffffff\r\n", refused(413)},
      {"no size", "\r\nhello", refused(400)},
      {"a sign", "+5\r\nhello\r\n", refused(400)},
      {"a minus sign", "-1\r\n", refused(400)},
      {"a hex prefix", "0x5\r\nhello\r\n", refused(400)},
      {"an underscore", "1_0\r\n", refused(400)},
      {"a space before the size", " 5\r\nhello\r\n", refused(400)},
      {"a space behind the size", "5 \r\nhello\r\n", refused(400)},
      {"a tab behind the size", "5\t\r\nhello\r\n", refused(400)},
      {"an extension", "5;a=b\r\nhello\r\n", refused(400)},
      {"an extension without a value", "5;\r\nhello\r\n", refused(400)},
      {"an extension with an LF", "5;a\nhello\r\n", refused(400)},
      {"an LF behind the size", "5\nhello\r\n", refused(400)},
      {"a CR behind the size", "5\rhello\r\n", refused(400)},
      {"an LF behind the chunk", "1\r\na\n0\r\n\r\n", refused(400)},
      {"a CR behind the chunk", "1\r\na\r0\r\n\r\n", refused(400)},
      {"a chunk that is longer than said", "1\r\nab\r\n", refused(400)},
      {"a chunk that is shorter than said", "3\r\na\r\n0\r\n\r\n", refused(400)},
      {"a NUL in the size", std::string("5\0\r\n", 4), refused(400)},
      {"a trailer", "0\r\nx: y\r\n\r\n", refused(400)},
      {"a trailer that would be a key", "0\r\nAuthorization: Bearer a\r\n\r\n", refused(400)},
      {"a trailer that would frame", "0\r\nContent-Length: 5\r\n\r\n", refused(400)},
      {"an LF for the last line", "0\r\n\n", refused(400)},
      {"a CR alone for the last line", "0\r\n\rx", refused(400)},
      {"a letter", "g\r\n", refused(400)},
  };
  return kRows;
}

TEST(ChunkDecoder, DecidesEachBodyAsItsRowSaysWhereverItIsCut) {
  for (const Row& row : rows()) {
    for (std::size_t cut = 0; cut <= row.bytes.size(); ++cut) {
      EXPECT_EQ(decoded(row.bytes, cut, 16), row.expected) << row.name << " cut at " << cut;
    }
  }
}

TEST(ChunkDecoder, ComesToTheSameByteByByte) {
  for (const Row& row : rows()) {
    ChunkDecoder decoder(16);
    std::string body;
    State state = State::kMore;
    for (std::size_t i = 0; i < row.bytes.size() && state == State::kMore; ++i) {
      std::string_view byte = std::string_view(row.bytes).substr(i, 1);
      state = decoder.feed(byte, body);
      EXPECT_TRUE(byte.empty() || state == State::kRefused) << row.name;
    }
    EXPECT_EQ(state, row.expected.state) << row.name;
    if (state == State::kDone) {
      EXPECT_EQ(body, row.expected.body) << row.name;
    }
  }
}

}  // namespace
}  // namespace nemo::http
