#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nemo::http {

// What a request's head may be at most.
struct HeadLimits {
  std::size_t line_bytes_max = 8 * 1024;   // the request line, without its CRLF
  std::size_t field_bytes_max = 8 * 1024;  // one field line, without its CRLF
  std::size_t fields_max = 64;
  std::size_t head_bytes_max = 16 * 1024;  // all of it, with the empty line
  std::size_t query_pairs_max = 64;
  std::uint64_t body_bytes_max = 1024 * 1024;
  // The one path where a body that tells its length before may be larger; "": there is none.
  std::string_view large_path = {};
  std::uint64_t large_body_bytes_max = 8 * 1024 * 1024;
};

// What a connection may take at most. Times are kept to within a tenth of a second.
struct ConnectionLimits {
  std::int64_t handshake_ms = 10'000;
  std::int64_t head_ms = 10'000;  // from a head's first byte to its last
  std::int64_t body_ms = 10'000;  // and so much longer as the bytes need at the rate below
  std::int64_t idle_ms = 60'000;  // until the first byte of a request
  std::int64_t write_ms = 10'000;
  std::int64_t bytes_per_second_min = 1024;  // of a body, and of an answer that is written
  std::int64_t linger_ms = 1'000;            // for a refused client to read why
  std::size_t connections_max = 4'096;
  std::size_t connections_per_address_max = 1'024;       // of IPv6, per network of 64 bits
  std::uint64_t buffered_bytes_max = 256 * 1024 * 1024;  // of all bodies that arrive at a time
  // Of all answers that are written at a time; shared ones take nothing. For what comes beyond it
  // the connections that have been read from for the longest are closed.
  std::uint64_t unread_bytes_max = 64 * 1024 * 1024;
  std::uint64_t uncounted_bytes = 16 * 1024;  // of each body and answer: small ones always may
};

}  // namespace nemo::http
