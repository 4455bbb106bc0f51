#include "adapters/http/counters.h"

namespace nemo::http {

void Metering::refused(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  ++refusals_[std::string(reason)];
}

ServerCounters Metering::read() const {
  ServerCounters read;
  read.connections_accepted = connections_accepted;
  read.connections_refused = connections_refused;
  read.handshakes_failed = handshakes_failed;
  read.requests = requests;
  read.handler_faults = handler_faults;
  read.slow_readers = slow_readers;
  read.bytes_in = bytes_in;
  read.bytes_out = bytes_out;
  const std::lock_guard lock(mutex_);
  read.refusals = refusals_;
  return read;
}

}  // namespace nemo::http
