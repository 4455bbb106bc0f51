#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace nemo::http {

// What a server has seen since its start.
struct ServerCounters {
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_open = 0;     // now
  std::uint64_t connections_refused = 0;  // beyond a limit, or while draining
  std::uint64_t handshakes_failed = 0;    // TLS, also those that took too long
  std::uint64_t requests = 0;             // that reached the handler
  std::uint64_t handler_faults = 0;       // threw, gave no answer, or one that may not be sent
  std::uint64_t slow_readers = 0;         // cut off while an answer was written
  std::uint64_t bytes_in = 0;             // of HTTP, without TLS
  std::uint64_t bytes_out = 0;
  std::map<std::string, std::uint64_t> refusals;  // by reason
};

// The same while it is counted. Thread rule: any thread.
class Metering {
 public:
  using Count = std::atomic<std::uint64_t>;
  Count connections_accepted{0};
  Count connections_refused{0};
  Count handshakes_failed{0};
  Count requests{0};
  Count handler_faults{0};
  Count slow_readers{0};
  Count bytes_in{0};
  Count bytes_out{0};

  static void add(Count& count, std::uint64_t more = 1) {
    count.fetch_add(more, std::memory_order_relaxed);
  }
  void refused(std::string_view reason);
  // All but connections_open.
  ServerCounters read() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> refusals_;
};

}  // namespace nemo::http
