#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/http/request_head.h"

namespace nemo::http {

// Takes a chunked body apart while its bytes arrive, by rules narrower than RFC 9112's:
//   SIZE CRLF data CRLF ... 0 CRLF CRLF
// SIZE is one to eight hex digits. Chunk extensions, trailer fields, spaces and lone CR or LF are
// refused; a trailer never becomes a header field. After a refusal the connection must be closed.
class ChunkDecoder {
 public:
  enum class State : std::uint8_t { kMore, kDone, kRefused };

  explicit ChunkDecoder(std::uint64_t body_bytes_max) : left_for_body_(body_bytes_max) {}

  // Appends the body's bytes to `body`; takes off `bytes` what belongs to it, so that after kDone
  // the rest is the next request's. Not to be called again after kDone or kRefused.
  State feed(std::string_view& bytes, std::string& body);
  // Of kRefused.
  const Refusal& refusal() const { return refusal_; }

 private:
  enum class At : std::uint8_t { kSize, kSizeLf, kData, kDataCr, kDataLf, kLastCr, kLastLf };

  State take(char c);
  State take_size(char c);
  State end_size();
  State refuse(Refusal refusal);

  std::uint64_t left_for_body_;
  std::uint64_t chunk_ = 0;  // bytes of the chunk still to come
  int digits_ = 0;
  At at_ = At::kSize;
  Refusal refusal_;
};

}  // namespace nemo::http
