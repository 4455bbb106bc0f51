#pragma once

#include <cstdint>

namespace nemo {

// Rules have versions: a RulesActivated record switches them at its offset. A binary that meets
// newer rules than it knows stops.
inline constexpr std::int64_t kNewestRules = 1;

}  // namespace nemo
