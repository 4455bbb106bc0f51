#pragma once

#include <compare>

#include "events/values/position.h"
#include "events/values/time.h"

namespace nemo {

// When something falls due and which record created it: the order of what time causes.
struct DueKey {
  TimeMs due;
  Offset created = 0;

  auto operator<=>(const DueKey&) const = default;
};

}  // namespace nemo
