#pragma once

#include "events/values/integer.h"

namespace nemo {

// The platform's fee comes on top of credits: under a fee of f basis points a payment of p buys
// p * 10000 / (10000 + f). Amounts are in nano-units of one currency, and none is below 0. Thread
// rule: any thread.

inline constexpr Wide kWholeBps = 10'000;
inline constexpr Wide kCentNano = 10'000'000;

// amount * part / whole, half to even; 0 <= amount, part; 0 < whole.
constexpr Wide share_of(Wide amount, Wide part, Wide whole) {
  const Wide product = amount * part;
  const Wide down = product / whole;
  const Wide rest = product % whole;
  const bool up = rest * 2 > whole || (rest * 2 == whole && down % 2 != 0);
  return up ? down + 1 : down;
}

// What a payment, net of tax, buys.
constexpr Wide credits_of(Wide payment, Wide fee_bps) {
  return share_of(payment, kWholeBps, kWholeBps + fee_bps);
}

// The payment for credits, in whole cents, half up: what it buys is then at most half a cent from
// them, and exactly them where no part of a cent was left.
constexpr Wide cents_for(Wide credits, Wide fee_bps) {
  const Wide whole = kWholeBps * kCentNano;
  return (credits * (kWholeBps + fee_bps) + whole / 2) / whole;
}

}  // namespace nemo
