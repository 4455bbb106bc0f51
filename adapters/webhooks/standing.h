#pragma once

#include <cstdint>

namespace nemo::webhooks {

// How the deliveries stand, for operators.
struct Standing {
  std::uint64_t delivered = 0;        // since the start
  std::uint64_t failed_attempts = 0;  // since the start
  std::uint64_t dead = 0;             // dead letters that are kept
  std::uint64_t pending = 0;
  std::int64_t oldest_pending_ms = 0;  // how long it has been on its way; 0: none is
};

}  // namespace nemo::webhooks
