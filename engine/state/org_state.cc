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

BudgetWindow BudgetState::window_at(TimeMs time) const {
  const TimeMs start = window_start(period, time);
  for (auto window = windows.rbegin(); window != windows.rend(); ++window) {
    if (window->start == start) return *window;
    if (window->start < start) break;
  }
  BudgetWindow none{};
  none.start = start;
  return none;
}

BudgetWindow& BudgetState::open_window(TimeMs time, TimeMs now) {
  const TimeMs start = window_start(period, time);
  if (!windows.empty() && windows.back().start == start) return windows.back();
  const TimeMs running = window_start(period, now);
  std::erase_if(windows, [&](const BudgetWindow& window) {
    return window.start != start && window.start < running && window.open_holds == 0 &&
           window.late_until <= now;
  });
  auto place = std::find_if(windows.begin(), windows.end(),
                            [start](const BudgetWindow& window) { return window.start >= start; });
  if (place == windows.end() || place->start != start) {
    BudgetWindow fresh{};
    fresh.start = start;
    place = windows.insert(place, fresh);
  }
  return *place;
}

BudgetStanding BudgetState::standing(TimeMs time) const {
  const BudgetWindow window = window_at(time);
  return {scope, scope_id, period, limit, window.spent, window.held};
}

Balance OrgState::balances() const {
  const std::optional<std::int64_t> available_nano = narrow(available());
  NEMO_ASSERT(available_nano.has_value());
  return {balance, held, Nano{*available_nano}};
}

KeyState* OrgState::find_key(std::string_view key_id) {
  const auto place =
      std::lower_bound(keys.begin(), keys.end(), key_id, [](const KeyState& key, auto wanted) {
        return key.key_id.view() < wanted;
      });
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
  const auto place =
      std::find_if(lots.begin(), lots.end(),
                   [&lot](const Lot& other) { return lot.spends_before(other); });
  lots.insert(place, std::move(lot));
}

}  // namespace nemo
