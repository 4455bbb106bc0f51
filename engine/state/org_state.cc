#include "engine/state/org_state.h"

#include <algorithm>
#include <tuple>

#include "events/values/assert.h"

namespace nemo {

bool Lot::spends_before(const Lot& other) const {
  if (expires_at != other.expires_at) {
    if (!expires_at) return false;
    return !other.expires_at || *expires_at < *other.expires_at;
  }
  if (kind != other.kind) return kind == CreditKind::kPromotional;
  return offset < other.offset;
}

void KeyState::roll_minute(TimeMs now) {
  const std::int64_t running = minute_of(now);
  if (running == minute) return;
  minute = running;
  requests = 0;
  tokens = 0;
}

bool KeyState::allows(std::string_view model) const {
  if (allowed_models.empty()) return true;
  return std::any_of(allowed_models.begin(), allowed_models.end(),
                     [model](const ModelName& allowed) { return allowed.view() == model; });
}

bool BudgetState::ordered_before(const BudgetState& other) const {
  return std::tie(scope, scope_id.value, period) <
         std::tie(other.scope, other.scope_id.value, other.period);
}

const BudgetWindow& BudgetState::older_window(TimeMs start) const {
  static const BudgetWindow kNone{};
  for (const BudgetWindow& window : older) {
    if (window.start == start) return window;
  }
  return kNone;
}

BudgetWindow& BudgetState::list_window(TimeMs start, TimeMs now) {
  const TimeMs running = window_start(period, now);
  std::erase_if(older, [&](const BudgetWindow& window) {
    return window.start != start && window.start < running && window.open_holds == 0 &&
           window.late_until <= now;
  });
  if (start > newest.start) {
    const bool matters = newest.open_holds > 0 || newest.late_until > now;
    if (matters) older.push_back(newest);
    newest = BudgetWindow{};
    newest.start = start;
    return newest;
  }
  auto place = std::find_if(older.begin(), older.end(),
                            [start](const BudgetWindow& window) { return window.start >= start; });
  if (place == older.end() || place->start != start) {
    place = older.insert(place, BudgetWindow{});
    place->start = start;
  }
  return *place;
}

BudgetStanding BudgetState::standing(const WindowStarts& at) const {
  const BudgetWindow& counted = window(at);
  return {scope, scope_id, period, limit, counted.spent, counted.held};
}

Balance OrgState::balances() const {
  const std::optional<std::int64_t> available_nano = narrow(available());
  NEMO_ASSERT(available_nano.has_value());
  return {balance, held, Nano{*available_nano}};
}

KeyState* OrgState::find_key(std::string_view key_id) {
  const auto place =
      std::lower_bound(keys.begin(), keys.end(), key_id,
                       [](const KeyState& key, auto wanted) { return key.key_id.view() < wanted; });
  return place != keys.end() && place->key_id.view() == key_id ? &*place : nullptr;
}

std::pair<BudgetState*, BudgetState*> OrgState::budgets_of(Scope scope, std::string_view scope_id) {
  const auto before = [](const BudgetState& budget, std::pair<Scope, std::string_view> wanted) {
    return budget.scope != wanted.first ? budget.scope < wanted.first
                                        : budget.scope_id.view() < wanted.second;
  };
  BudgetState* const end = budgets.data() + budgets.size();
  BudgetState* const first =
      std::lower_bound(budgets.data(), end, std::pair(scope, scope_id), before);
  BudgetState* last = first;
  while (last != end && last->scope == scope && last->scope_id.view() == scope_id) ++last;
  return {first, last};
}

void OrgState::add_lot(Lot lot) {
  const auto place = std::find_if(lots.begin(), lots.end(),
                                  [&lot](const Lot& other) { return lot.spends_before(other); });
  lots.insert(place, std::move(lot));
}

}  // namespace nemo
