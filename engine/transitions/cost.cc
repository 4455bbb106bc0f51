#include "engine/transitions/cost.h"

#include "engine/transitions/credits.h"

namespace nemo {

CallCost cost_of(std::optional<Nano> cost, const std::optional<Usage>& usage,
                 std::string_view model, const BookState* book, Nano fallback) {
  if (cost) return {*cost, false, false};
  if (book == nullptr) return {fallback, true, false};
  const PricedCall priced = price_call(book->table, model, *usage);
  switch (priced.result) {
    case PriceResult::kPriced:
      return {priced.cost, false, false};
    case PriceResult::kNoPrice:
      return {fallback, true, false};
    case PriceResult::kOverflow:
      return {Nano{}, false, true};
  }
  return {fallback, true, false};
}

bool cost_holds(const OrgState& org, Nano cost, Nano released, const Budgets& budgets,
                const WindowStarts& windows) {
  if (!balance_holds(org, -cost.wide(), released.wide())) return false;
  for (const BudgetState* budget : budgets) {
    if (!fits_int64(budget->window(windows).spent.wide() + cost.wide())) return false;
  }
  return true;
}

void count_spent(const Budgets& budgets, Nano cost, const WindowStarts& windows, TimeMs now) {
  for (BudgetState* budget : budgets) {
    budget->open_window(windows, now).spent.value += cost.value;
  }
}

const Budgets& budgets_of_unreserved(Transition& t, std::string_view key_id,
                                     std::string_view model) {
  const KeyState* key = t.org_state().find_key(key_id);
  Scopes scopes{key_id, {}, {}, model, t.envelope.org_id.view()};
  t.state.scratch.tags.clear();
  if (key != nullptr) {
    scopes.user_id = key->user_id.view();
    scopes.team_id = key->team_id.view();
  }
  return budgets_that_apply(t, t.org_state(), scopes, t.position.offset);
}

}  // namespace nemo
