#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state/window_starts.h"
#include "events/catalog/enums.h"
#include "events/outcomes/outcome.h"
#include "events/values/money.h"
#include "events/values/position.h"
#include "events/values/text.h"
#include "events/values/time.h"

namespace nemo {

// Credits of one grant or one payment, which may have the same name. Spending order: expiring
// soonest first (never last), then promotional before purchased, then oldest.
struct Lot {
  GrantId grant_id;  // the payment's name for a payment's; empty for an adjustment's
  CreditKind kind{};
  Nano left;  // > 0
  std::optional<TimeMs> expires_at;
  Offset offset = 0;  // of the record that made it
  bool of_payment = false;

  bool spends_before(const Lot& other) const;
};

// A virtual key's permissions and the counters of its running minute.
struct KeyState {
  KeyId key_id;
  bool revoked = false;
  std::optional<TimeMs> expires_at;
  UserId user_id;
  TeamId team_id;
  std::vector<ModelName> allowed_models;  // sorted; empty allows all
  std::optional<std::int64_t> requests_per_minute;
  std::optional<std::int64_t> tokens_per_minute;
  std::optional<std::int64_t> parallel_requests;

  std::int64_t minute = 0;    // the minute the two counters below count
  std::int64_t requests = 0;  // granted in it
  Wide tokens = 0;            // estimated, or actual where settled in it
  std::int64_t open_holds = 0;

  // Starts the counters anew when `now` lies in another minute.
  void roll_minute(TimeMs now);
  bool allows(std::string_view model) const;
};

// What one window of a budget counts.
struct BudgetWindow {
  TimeMs start{INT64_MIN};
  Nano spent;
  Nano held;
  std::int64_t open_holds = 0;
  // Until then a hold of this window that was released or expired may still settle into it.
  TimeMs late_until;
};

struct BudgetState {
  Scope scope{};
  ScopeId scope_id;
  Period period{};
  Nano limit;
  std::vector<std::int64_t> alert_percents;  // sorted
  Offset since = 0;                          // of the record that set it anew
  // Windows that still matter: the newest, and older ones ascending by start. Others are 0.
  BudgetWindow newest;
  std::vector<BudgetWindow> older;
  // Alerts given in the window that starts there.
  TimeMs alerted_window;
  std::vector<std::int64_t> alerted;  // sorted percents

  // The order of checks and alerts.
  bool ordered_before(const BudgetState& other) const;
  // The window that starts there, a zero one if it is not listed.
  const BudgetWindow& window(TimeMs start) const {
    return newest.start == start ? newest : older_window(start);
  }
  const BudgetWindow& window(const WindowStarts& at) const { return window(at.start(period)); }
  // The same, listed; drops older windows that can count no more at `now`.
  BudgetWindow& open_window(const WindowStarts& at, TimeMs now) {
    const TimeMs start = at.start(period);
    return newest.start == start ? newest : list_window(start, now);
  }
  BudgetStanding standing(const WindowStarts& at) const;

 private:
  const BudgetWindow& older_window(TimeMs start) const;
  BudgetWindow& list_window(TimeMs start, TimeMs now);
};

// What few organizations have.
struct OrgBilling {
  Nano frozen;                        // part of held: credits of disputes that are open
  std::optional<Nano> low_balance;    // a balance below it is told, once
  std::optional<Nano> top_up_amount;  // credits bought then
  std::optional<Nano> top_up_daily_cap;
  bool low_told = false;
};

enum class OrgStatus : std::uint8_t { kActive = 0, kSuspended = 1, kClosed = 2 };

// An organization's hot state: everything a reservation is checked against.
struct OrgState {
  OrgStatus status{};
  Nano balance;  // sum of lots minus what is owed
  Nano held;     // open holds, and what open disputes freeze
  Nano credit_line;
  std::vector<Lot> lots;             // in spending order
  std::vector<KeyState> keys;        // by key_id
  std::vector<BudgetState> budgets;  // in the order of checks
  std::optional<OrgBilling> billing;

  Nano frozen() const { return billing ? billing->frozen : Nano{}; }
  void clear() { *this = {}; }
  Wide available() const { return balance.wide() + credit_line.wide() - held.wide(); }
  Balance balances() const;
  KeyState* find_key(std::string_view key_id);
  // The budgets of a scope, as a range of `budgets`.
  std::pair<BudgetState*, BudgetState*> budgets_of(Scope scope, std::string_view scope_id);
  void add_lot(Lot lot);
};

}  // namespace nemo
