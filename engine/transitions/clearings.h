#pragma once

#include <string_view>
#include <vector>

#include "engine/transitions/transition.h"

namespace nemo {

// What of an amount in suspense was cleared by hand, and goes back where news of the payment comes.

Wide sum_of(const std::vector<ClearedState>& cleared);
// Of credits alone: what of them an organization has by these parts.
Wide credits_of(const std::vector<ClearedState>& cleared);

// Whether `amount` can leave a standing of `left`: of its sign, and no more.
bool can_leave(Wide left, Wide amount);

// What is cleared beyond an amount in suspense, or against its sign: the oldest parts stay.
std::vector<ClearedState> beyond(const std::vector<ClearedState>& cleared, Wide suspense);
// Takes those parts off.
void take_off(std::vector<ClearedState>& cleared, Wide suspense);

// Moves a part's amount from suspense to its account; credits into the payment's own lot, repaying
// what is owed first. An amount below 0 moves the other way.
void post_cleared(Transition& t, std::string_view payment_id, ClearingAccount account, Wide amount,
                  std::vector<Posting>& postings);

}  // namespace nemo
