#pragma once

#include <cstdint>
#include <string_view>

namespace nemo::http {

// A line of the access log. No header field's value and no query is in it, so no key either. Views
// hold while the callback runs.
struct AccessRecord {
  std::string_view method;      // empty: refused before it was read
  std::string_view path;        // as sent, without the query; empty alike
  int status = 0;               // 0: the client was gone before there was an answer
  bool whole = false;           // all of the answer went to the system
  std::int64_t begun_ms = 0;    // since 1970: when the head's first byte was looked at
  std::int64_t handled_us = 0;  // from the whole request to its answer
  std::int64_t total_us = 0;    // from the head's first byte to the answer's last
  std::uint64_t bytes_in = 0;   // of HTTP, without TLS
  std::uint64_t bytes_out = 0;
  std::string_view request_id;
  std::string_view trace_id;  // of its `traceparent`; empty: none
  std::string_view cause;     // see Response
  std::string_view peer;
};

}  // namespace nemo::http
