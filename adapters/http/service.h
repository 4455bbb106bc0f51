#pragma once

#include <atomic>
#include <optional>

#include "adapters/http/admissions.h"
#include "adapters/http/counters.h"
#include "adapters/http/request_ids.h"
#include "adapters/http/server.h"
#include "adapters/http/trace_context.h"

namespace nemo::http {

// What all connections of a server share. Thread rule: any thread; options and handler stand still
// while I/O threads run.
struct Service {
  Service(ServerOptions chosen, Handler given)
      : options(std::move(chosen)), handler(std::move(given)), admissions(options.connection) {}

  ServerOptions options;
  Handler handler;
  Admissions admissions;
  Metering metering;
  RequestIds request_ids;
  SpanIds span_ids;
  std::atomic<bool> draining{false};
  std::atomic<std::uint64_t> buffered_bytes{0};  // of bodies that arrive
  std::atomic<std::uint64_t> unread_bytes{0};    // of answers that are written
};

}  // namespace nemo::http
