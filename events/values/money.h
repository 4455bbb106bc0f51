#pragma once

#include <compare>
#include <cstdint>

#include "events/values/integer.h"

namespace nemo {

// An amount in nano-units of the organization's currency: 1 USD = 1,000,000,000. Signed 64 bits.
// Sums are taken in Wide and narrowed where the result is known to fit or has been checked.
struct Nano {
  std::int64_t value = 0;

  constexpr Wide wide() const { return value; }
  auto operator<=>(const Nano&) const = default;
};

}  // namespace nemo
