#include "adapters/http/chunk_decoder.h"

#include <algorithm>

#include "adapters/http/characters.h"

namespace nemo::http {
namespace {

constexpr int kDigitsMax = 8;

}  // namespace

ChunkDecoder::State ChunkDecoder::feed(std::string_view& bytes, std::string& body) {
  State state = State::kMore;
  while (state == State::kMore && !bytes.empty()) {
    if (at_ == At::kData) {
      const std::size_t part = std::min<std::uint64_t>(chunk_, bytes.size());
      body.append(bytes.substr(0, part));
      bytes.remove_prefix(part);
      chunk_ -= part;
      if (chunk_ == 0) at_ = At::kDataCr;
      continue;
    }
    state = take(bytes.front());
    bytes.remove_prefix(1);
  }
  return state;
}

ChunkDecoder::State ChunkDecoder::take(char c) {
  const auto expect = [&](char wanted, At next) {
    if (c != wanted) return refuse({400, "a chunk does not end with CR LF"});
    at_ = next;
    return State::kMore;
  };
  switch (at_) {
    case At::kSize:
      return take_size(c);
    case At::kSizeLf:
      return c == '\n' ? end_size() : refuse({400, "a chunk's size does not end with CR LF"});
    case At::kDataCr:
      return expect('\r', At::kDataLf);
    case At::kDataLf:
      return expect('\n', At::kSize);
    case At::kLastCr:
      if (c != '\r') return refuse({400, "a trailer field"});
      return expect('\r', At::kLastLf);
    case At::kLastLf:
      return c == '\n' ? State::kDone : refuse({400, "a CR without its LF"});
    case At::kData:
      break;
  }
  return State::kMore;
}

ChunkDecoder::State ChunkDecoder::take_size(char c) {
  if (c == '\r' && digits_ > 0) {
    at_ = At::kSizeLf;
    return State::kMore;
  }
  const int digit = hex_value(c);
  if (digit < 0) return refuse({400, "a chunk's size is not a hex number alone"});
  if (++digits_ > kDigitsMax) return refuse({400, "a chunk's size is too long"});
  chunk_ = chunk_ * 16 + static_cast<std::uint64_t>(digit);
  return State::kMore;
}

ChunkDecoder::State ChunkDecoder::end_size() {
  digits_ = 0;
  if (chunk_ > left_for_body_) return refuse({413, "the body is too large"});
  left_for_body_ -= chunk_;
  at_ = chunk_ == 0 ? At::kLastCr : At::kData;
  return State::kMore;
}

ChunkDecoder::State ChunkDecoder::refuse(Refusal refusal) {
  refusal_ = refusal;
  return State::kRefused;
}

}  // namespace nemo::http
