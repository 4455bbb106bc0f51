#pragma once

#include <optional>

#include "engine/transitions/budgets.h"
#include "engine/transitions/transition.h"

namespace nemo {

// What a call cost.
struct CallCost {
  Nano amount;
  bool unpriced = false;  // usage without a price
  bool overflow = false;  // usage whose price is beyond 64 bits
};

// `cost` as given, else `usage` priced by the model and book; `fallback` where there is no price.
CallCost cost_of(std::optional<Nano> cost, const std::optional<Usage>& usage,
                 std::string_view model, const BookState* book, Nano fallback);

// Whether a cost can be posted: no balance and no budget's spent leaves 64 bits. `released`: the
// hold that goes back with it; `windows`: those it counts in.
bool cost_holds(const OrgState& org, Nano cost, Nano released, const Budgets& budgets,
                const WindowStarts& windows);

void count_spent(const Budgets& budgets, Nano cost, const WindowStarts& windows, TimeMs now);

// The budgets of usage that nobody reserved: KEY as given, USER and TEAM the key's now, MODEL and
// ORGANIZATION; never TAG.
const Budgets& budgets_of_unreserved(Transition& t, std::string_view key_id,
                                     std::string_view model);

}  // namespace nemo
