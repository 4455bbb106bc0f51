#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/chunk_decoder.h"
#include "adapters/http/head_scanner.h"
#include "adapters/http/request_head.h"
#include "adapters/http/trace_context.h"

namespace nemo::http {

// One request of a connection and its answer, from the first byte of the one to the last of the
// other.
struct Turn {
  Turn(const HeadLimits& limits, std::uint64_t question)
      : number(question), scanner(limits), chunks(limits.body_bytes_max) {}

  std::uint64_t number;
  HeadScanner scanner;
  RequestHead head;
  ChunkDecoder chunks;
  std::string body;
  std::uint64_t claimed_bytes = 0;  // of what all bodies may take together

  // For the answer.
  std::string request_id;
  std::optional<TraceContext> trace;
  std::string traceparent;         // of our span; empty where there is no trace
  bool head_only = false;          // a HEAD request
  bool close = false;              // the connection, after the answer
  std::uint64_t unread_bytes = 0;  // of what all answers may take together

  // For the access log.
  std::string method;
  std::string path;
  int status = 0;
  std::string cause;
  std::int64_t begun_ms = 0;  // since 1970
  std::int64_t begun_us = 0;  // by the steady clock, as the rest
  std::int64_t body_begun_us = 0;
  std::int64_t whole_us = 0;
  std::int64_t answered_us = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

}  // namespace nemo::http
