#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace nemo {

// Room for sums and products of 64-bit amounts: nothing inside a check ever wraps.
__extension__ using Wide = __int128;
__extension__ using WideUnsigned = unsigned __int128;

constexpr bool fits_int64(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

constexpr std::optional<std::int64_t> narrow(Wide value) {
  if (!fits_int64(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace nemo
