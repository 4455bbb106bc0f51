#pragma once

#include <cstdint>

#include "events/values/money.h"

namespace nemo::stripe_ledger {

// One cent of the ledger's currency (USD), in nano-units.
inline constexpr std::int64_t kNanoPerCent = 10'000'000;

// What is paid for credits with the platform fee on top, in cents: the least that buys them.
// `credits` is positive, `fee_bps` between 0 and 10000.
inline std::int64_t cents_for(Nano credits, std::int64_t fee_bps) {
  const Wide per_cent = Wide{kNanoPerCent} * 10'000;
  const Wide paid = credits.wide() * (10'000 + fee_bps);
  return static_cast<std::int64_t>((paid + per_cent - 1) / per_cent);
}

}  // namespace nemo::stripe_ledger
