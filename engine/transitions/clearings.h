#pragma once

#include <vector>

#include "engine/transitions/transition.h"

namespace nemo {

// What of an amount in suspense was cleared by hand. Clearings are facts that stay; how much of
// them is booked goes by what stands in suspense, whatever was told first.

// What is booked of them.
Wide booked_of(const std::vector<ClearedState>& cleared);

// Whether `amount` can leave a standing of `left`: of its sign, and no more.
bool can_leave(Wide left, Wide amount);

// Books as much of each, the oldest first, as stands in suspense: moves the difference to what was
// booked from suspense to its account, or back.
void book_cleared(Transition& t, std::vector<ClearedState>& cleared, Nano suspense,
                  std::vector<Posting>& postings);

// Those of two names of one payment, by offset.
void unite(std::vector<ClearedState>& cleared, const std::vector<ClearedState>& others);

}  // namespace nemo
