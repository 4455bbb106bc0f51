#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/request_head.h"

namespace nemo::http {

// Where a request stands in a distributed trace, by W3C Trace Context:
//   traceparent  VERSION "-" TRACE-ID (32) "-" PARENT-ID (16) "-" FLAGS (2), lower-case hex digits;
//                neither id is all zeros, the version is not ff. Of a later version what this one
//                knows counts, and a further "-" may come behind it.
//   tracestate   up to 32 members KEY "=" VALUE by commas, no key twice; other systems' own
struct TraceContext {
  std::string trace_id;
  bool sampled = false;
  std::string state;  // `tracestate` as it came; empty: none, or malformed
};

// What the caller sent. Nothing where there is no `traceparent`, or one that is malformed: it is as
// if none had come, and so is the `tracestate` beside it.
std::optional<TraceContext> trace_of(const RequestHead& head);

// "00-TRACE_ID-SPAN_ID-FLAGS".
std::string format_traceparent(const TraceContext& trace, std::uint64_t span_id);

// Numbers for our part of traces: begin anywhere, never 0. Thread rule: any thread.
class SpanIds {
 public:
  SpanIds();
  std::uint64_t next();

 private:
  std::atomic<std::uint64_t> state_;
};

}  // namespace nemo::http
