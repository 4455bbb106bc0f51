#pragma once

#include <algorithm>
#include <span>

#include "events/outcomes/outcome.h"

namespace nemo {

// The record's own line: not time's, nor those that follow from it. There is one.
inline const Outcome& own_line(std::span<const Outcome> lines) {
  const auto own =
      std::find_if(lines.begin(), lines.end(), [](const Outcome& line) { return !line.by_time; });
  return own != lines.end() ? *own : lines.back();
}

}  // namespace nemo
